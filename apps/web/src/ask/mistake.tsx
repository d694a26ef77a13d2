import { Problem } from '#problem';
import { useState } from 'preact/hooks';
import { Actions, Button, Dialog, Notice, Text } from '../design';
import { desk } from '../shell/desk';
import { ProblemNotice } from '../shell/problem-notice';
import { useText } from '../shell/texts';

/** Marks the question as asked by mistake; the log keeps both. */
export function Mistake({ receipts }: { receipts: readonly string[] }) {
  const t = useText('answer');
  const [stage, setStage] = useState<'no' | 'sure' | 'busy' | 'done'>('no');
  const [problem, setProblem] = useState<Problem>();
  const mark = async (): Promise<void> => {
    setStage('busy');
    setProblem(undefined);
    try {
      await desk.raakvlak.ownInquiries.markMistakes({ receipts });
      setStage('done');
    } catch (fault) {
      if (!(fault instanceof Problem)) throw fault;
      setProblem(fault);
      setStage('no');
    }
  };
  if (stage === 'done')
    return (
      <Notice kind="success" title={t.mistakeDoneTitle} live>
        {t.mistakeDone}
      </Notice>
    );
  return (
    <>
      {problem !== undefined && <ProblemNotice problem={problem} />}
      <Actions>
        <Button appearance="subtle" onClick={() => setStage('sure')}>
          {t.mistake}
        </Button>
      </Actions>
      {stage !== 'no' && (
        <Dialog title={t.mistakeTitle} close={t.mistakeNo} onClose={() => setStage('no')}>
          <Text>{t.mistakeNote}</Text>
          <Button appearance="primary" busy={stage === 'busy' && t.mistakeBusy} onClick={() => void mark()}>
            {t.mistakeYes}
          </Button>
        </Dialog>
      )}
    </>
  );
}
