import { clsx } from 'clsx';
import { useId, useRef, useState, type KeyboardEvent } from 'react';

import styles from './Combobox.module.css';
import { Field, describedBy } from './Field.tsx';
import fieldStyles from './Field.module.css';
import { usePopup } from './usePopup.ts';

export interface ComboboxOption {
  id: number;
  label: string;
  /** What tells namesakes apart. */
  note?: string | undefined;
}

interface ComboboxProps {
  label: string;
  options: readonly ComboboxOption[];
  selected: ComboboxOption | null;
  onSelect: (option: ComboboxOption | null) => void;
  /** What is typed in; the options are to be those that go with it. */
  query: string;
  onQuery: (query: string) => void;
  /**
   * The options belong to an earlier query, or are on their way: none of them is shown, and none
   * can be chosen.
   */
  isSearching?: boolean;
  /** Said instead of options: that they are loading, or that there are none. */
  emptyText: string;
  placeholder?: string;
  error?: string | null | undefined;
}

const NONE: readonly ComboboxOption[] = [];

/** A field that one types in to choose from a list (WAI-ARIA's combobox with a listbox). */
export function Combobox(props: ComboboxProps) {
  const { label, selected, onSelect, query, onQuery, error } = props;
  const id = useId();
  const field = useRef<HTMLInputElement>(null);
  const choice = useChoice(props, `${id}-list`);
  const popup = usePopup(field, choice.isOpen);

  return (
    <div className={styles['combobox']}>
      <Field id={id} label={label} error={error}>
        <input
          ref={field}
          id={id}
          type="text"
          role="combobox"
          className={fieldStyles['control']}
          autoComplete="off"
          spellCheck={false}
          placeholder={props.placeholder}
          aria-autocomplete="list"
          aria-expanded={choice.isOpen}
          aria-controls={choice.listId}
          aria-activedescendant={choice.active && choice.optionId(choice.active)}
          aria-invalid={error ? true : undefined}
          aria-describedby={describedBy(id, { error })}
          value={selected?.label ?? query}
          onChange={(event) => {
            if (selected) onSelect(null);
            onQuery(event.target.value);
            choice.open();
          }}
          onClick={choice.show}
          onBlur={choice.close}
          onKeyDown={choice.onKeyDown}
        />
      </Field>
      <div ref={popup} popover="manual" className={styles['popup']}>
        <Options choice={choice} label={label} selected={selected} />
        <p role="status" className={styles['empty']}>
          {choice.shown.length === 0 ? props.emptyText : null}
        </p>
      </div>
    </div>
  );
}

/** The open list, the option that the keyboard has reached, and the keys. */
function useChoice(props: ComboboxProps, listId: string) {
  const { options, isSearching = false, onSelect, onQuery } = props;
  const list = useRef<HTMLDivElement>(null);
  const [isOpen, setIsOpen] = useState(false);
  const [activeIndex, setActiveIndex] = useState(0);
  const shown = isSearching ? NONE : options;
  const active = isOpen ? shown[Math.min(activeIndex, shown.length - 1)] : undefined;

  const close = () => {
    setIsOpen(false);
  };
  const show = () => {
    setIsOpen(true);
  };
  const open = () => {
    show();
    setActiveIndex(0);
  };
  const choose = (option: ComboboxOption) => {
    onSelect(option);
    onQuery('');
    close();
  };
  const moveActive = (by: number) => {
    const count = shown.length;
    const next = isOpen && count > 0 ? (activeIndex + by + count) % count : 0;
    show();
    setActiveIndex(next);
    list.current?.children[next]?.scrollIntoView({ block: 'nearest' });
  };
  const onKeyDown = (event: KeyboardEvent) => {
    // The keys of an input method choose among its own suggestions.
    if (event.nativeEvent.isComposing) return;
    if (event.key === 'ArrowDown') moveActive(1);
    else if (event.key === 'ArrowUp') moveActive(-1);
    // An open list keeps Enter: it never sends the form around it with nothing chosen.
    else if (event.key === 'Enter' && isOpen) {
      if (active) choose(active);
    }
    // Escape closes the list first, and only then the dialog around it.
    else if (event.key === 'Escape' && isOpen) close();
    else return;
    event.preventDefault();
  };
  const optionId = (option: ComboboxOption) => `${listId}-${option.id}`;
  return { list, listId, isOpen, shown, active, open, show, close, choose, onKeyDown, optionId };
}

interface OptionsProps extends Pick<ComboboxProps, 'label' | 'selected'> {
  choice: ReturnType<typeof useChoice>;
}

function Options({ choice, label, selected }: OptionsProps) {
  const { list, listId, shown, active, optionId, choose } = choice;
  return (
    <div ref={list} id={listId} role="listbox" aria-label={label} className={styles['list']}>
      {shown.map((option) => (
        <Option
          key={option.id}
          id={optionId(option)}
          option={option}
          isActive={option === active}
          isSelected={option.id === selected?.id}
          onChoose={choose}
        />
      ))}
    </div>
  );
}

interface OptionProps {
  id: string;
  option: ComboboxOption;
  isActive: boolean;
  isSelected: boolean;
  onChoose: (option: ComboboxOption) => void;
}

/** The keyboard reaches it through the field, which keeps the focus. */
function Option({ id, option, isActive, isSelected, onChoose }: OptionProps) {
  return (
    // eslint-disable-next-line jsx-a11y/click-events-have-key-events
    <div
      id={id}
      role="option"
      tabIndex={-1}
      aria-selected={isSelected}
      className={clsx(styles['option'], isActive && styles['active'])}
      // A press would take the focus from the field, which would close the list.
      onMouseDown={(event) => {
        event.preventDefault();
      }}
      onClick={() => {
        onChoose(option);
      }}
    >
      <span>{option.label}</span>
      {option.note ? <span className={styles['note']}>{option.note}</span> : null}
    </div>
  );
}
