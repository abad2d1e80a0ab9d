#!/bin/sh
# Starts the browser $CHROMIUM without the pages of its own address bar, which take a fifth of the
# processor time of a test.
#
# Chromium respects only the last --disable-features, and Playwright passes one that tests need.

for argument; do
    shift
    case $argument in
        --disable-features=*)
            argument=$argument,WebUIOmniboxPopup,WebUIOmniboxAimPopup,WebUIOmniboxFullPopup
            ;;
    esac
    set -- "$@" "$argument"
done
exec "$CHROMIUM" "$@"
