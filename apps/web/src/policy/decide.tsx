import { Problem } from '#problem';
import { useState } from 'preact/hooks';
import { Actions, Button, Dialog, Text } from '../design';
import { desk } from '../shell/desk';
import { ProblemNotice } from '../shell/problem-notice';
import { useText } from '../shell/texts';

export type Decision = 'approve' | 'reject';

interface Props {
  readonly id: string;
  /** False when another version was approved in between: the index would refuse it */
  readonly mayApprove: boolean;
  readonly onDecided: (decision: Decision) => void;
}

/** The second person's yes or no, asked once more before it stands. */
export function Decide({ id, mayApprove, onDecided }: Props) {
  const p = useText('proposal');
  const common = useText('common');
  const [asked, setAsked] = useState<Decision>();
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem>();
  const decide = async (decision: Decision): Promise<void> => {
    setBusy(true);
    setProblem(undefined);
    try {
      await desk.raakvlak.policyRoom.decide(id, decision);
      onDecided(decision);
    } catch (fault) {
      if (!(fault instanceof Problem)) throw fault;
      setProblem(fault);
      setBusy(false);
      setAsked(undefined);
    }
  };
  return (
    <>
      {problem !== undefined && <ProblemNotice problem={problem} />}
      <Actions>
        {mayApprove && (
          <Button appearance="primary" icon="check" onClick={() => setAsked('approve')}>
            {p.approve}
          </Button>
        )}
        <Button icon="close" onClick={() => setAsked('reject')}>
          {p.reject}
        </Button>
      </Actions>
      {asked !== undefined && (
        <Dialog
          title={asked === 'approve' ? p.approveTitle : p.rejectTitle}
          close={common.cancel}
          onClose={() => setAsked(undefined)}
          actions={
            <Button
              appearance={asked === 'approve' ? 'primary' : 'danger'}
              busy={busy && p.deciding}
              onClick={() => void decide(asked)}
            >
              {asked === 'approve' ? p.approveYes : p.rejectYes}
            </Button>
          }
        >
          <Text>{asked === 'approve' ? p.approveNote : p.rejectNote}</Text>
        </Dialog>
      )}
    </>
  );
}
