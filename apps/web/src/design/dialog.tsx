import type { ComponentChildren } from 'preact';
import { useId, useLayoutEffect, useRef } from 'preact/hooks';
import { Button } from './button';

export interface DialogProps {
  title: string;
  /** Escape and the close button come here; the dialog leaves the page when its owner no longer renders it. */
  onClose: () => void;
  /** Words of the button that closes it without doing anything. */
  close: string;
  /** The buttons that do something, before the one that closes. */
  actions?: ComponentChildren;
  children: ComponentChildren;
}

/**
 * A question that must be answered first. The native element keeps the focus inside, and it goes back to where it was;
 * it starts on the heading, so that the text is read before the buttons.
 */
export function Dialog({ title, onClose, close, actions, children }: DialogProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  const heading = useRef<HTMLHeadingElement>(null);
  const id = useId();
  useLayoutEffect(() => {
    const shown = dialog.current;
    const before = document.activeElement;
    shown?.showModal();
    heading.current?.focus();
    return () => {
      shown?.close();
      if (before instanceof HTMLElement) before.focus();
    };
  }, []);
  return (
    <dialog
      ref={dialog}
      class="rv-dialog no-print"
      aria-labelledby={id}
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
      onClose={() => {
        // A browser may close it all the same (Escape twice); after our own close() the element is gone already.
        if (dialog.current !== null) onClose();
      }}
    >
      <div class="rv-stack">
        <h2 id={id} ref={heading} class="utrecht-heading-2" tabIndex={-1}>
          {title}
        </h2>
        {children}
        <div class="rv-actions">
          {actions}
          <Button appearance="subtle" onClick={onClose}>
            {close}
          </Button>
        </div>
      </div>
    </dialog>
  );
}
