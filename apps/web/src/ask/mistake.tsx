import { useState } from 'preact/hooks';
import { Actions, Button, Notice, Text } from '../design';
import { Confirm } from '../shell/confirm';
import { desk } from '../shell/desk';
import { useText } from '../shell/texts';

/** Marks the question as asked by mistake; the log keeps both. */
export function Mistake({ receipts }: { receipts: readonly string[] }) {
  const t = useText('answer');
  const [stage, setStage] = useState<'no' | 'sure' | 'done'>('no');
  if (stage === 'done')
    return (
      <Notice kind="success" title={t.mistakeDoneTitle} live>
        {t.mistakeDone}
      </Notice>
    );
  return (
    <>
      <Actions>
        <Button appearance="subtle" onClick={() => setStage('sure')}>
          {t.mistake}
        </Button>
      </Actions>
      {stage === 'sure' && (
        <Confirm
          title={t.mistakeTitle}
          yes={t.mistakeYes}
          busy={t.mistakeBusy}
          no={t.mistakeNo}
          onYes={async () => {
            await desk.raakvlak.ownInquiries.markMistakes({ receipts });
            setStage('done');
          }}
          onClose={() => setStage('no')}
        >
          <Text>{t.mistakeNote}</Text>
        </Confirm>
      )}
    </>
  );
}
