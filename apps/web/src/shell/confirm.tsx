import type { ComponentChildren } from 'preact';
import { Button, Dialog } from '../design';
import { ProblemNotice } from './problem-notice';
import { useText } from './texts';
import { useWork } from './work';

interface Props {
  readonly title: string;
  readonly children: ComponentChildren;
  /** Words of the button that does it, and while it does */
  readonly yes: string;
  readonly busy: string;
  readonly danger?: boolean;
  /** Does it and closes this; a `Problem` is shown and can be tried again */
  readonly onYes: () => Promise<void>;
  readonly onClose: () => void;
  /** Words of the button that does not */
  readonly no?: string;
}

/** Asked once more before something that cannot be undone. */
export function Confirm({ title, children, yes, busy: doing, danger = false, onYes, onClose, no }: Props) {
  const { cancel } = useText('common');
  const { busy, problem, work } = useWork();
  return (
    <Dialog
      title={title}
      close={no ?? cancel}
      onClose={() => {
        // What is under way cannot be taken back by closing this.
        if (!busy) onClose();
      }}
      actions={
        <Button appearance={danger ? 'danger' : 'primary'} busy={busy && doing} onClick={() => void work(onYes)}>
          {yes}
        </Button>
      }
    >
      {problem !== undefined && <ProblemNotice problem={problem} />}
      {children}
    </Dialog>
  );
}
