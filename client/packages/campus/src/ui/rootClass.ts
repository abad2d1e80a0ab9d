import '../styles.css';

/** The class inside of which everything here is at home, and nothing of it outside. */
export const ROOT_CLASS = 'vestnik';
