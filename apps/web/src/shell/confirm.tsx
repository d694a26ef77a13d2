import { Problem } from '#problem';
import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import { Button, Dialog } from '../design';
import { ProblemNotice } from './problem-notice';
import { useText } from './texts';

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
}

/** Asked once more before something that cannot be undone. */
export function Confirm({ title, children, yes, busy, danger = false, onYes, onClose }: Props) {
  const { cancel } = useText('common');
  const [working, setWorking] = useState(false);
  const [problem, setProblem] = useState<Problem>();
  const act = async (): Promise<void> => {
    setWorking(true);
    setProblem(undefined);
    try {
      await onYes();
    } catch (fault) {
      if (!(fault instanceof Problem)) throw fault;
      setProblem(fault);
      setWorking(false);
    }
  };
  return (
    <Dialog
      title={title}
      close={cancel}
      onClose={() => {
        // What is under way cannot be taken back by closing this.
        if (!working) onClose();
      }}
      actions={
        <Button appearance={danger ? 'danger' : 'primary'} busy={working && busy} onClick={() => void act()}>
          {yes}
        </Button>
      }
    >
      {problem !== undefined && <ProblemNotice problem={problem} />}
      {children}
    </Dialog>
  );
}
