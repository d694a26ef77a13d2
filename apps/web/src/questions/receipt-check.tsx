import { Problem } from '#problem';
import { useState } from 'preact/hooks';
import { Actions, Button, Foreign, Notice, Section, Text, TextField } from '../design';
import { desk } from '../shell/desk';
import { ProblemNotice } from '../shell/problem-notice';
import { fill, moment, useText } from '../shell/texts';
import { receiptIn } from './groups';

const FIELD = 'receipt';

type Stage =
  | { readonly at: 'open' | 'busy' | 'wrong' }
  | { readonly at: 'failed'; readonly problem: Problem }
  | { readonly at: 'proved'; readonly time?: string; readonly purpose: string };

/** Whether a question of one's own stands in the log, worked out in this browser. */
export function ReceiptCheck({ names }: { names: ReadonlyMap<string, string> | undefined }) {
  const t = useText('questions');
  const [text, setText] = useState('');
  const [stage, setStage] = useState<Stage>({ at: 'open' });
  const check = async (event: Event): Promise<void> => {
    event.preventDefault();
    if (stage.at === 'busy') return;
    const receipt = receiptIn(text);
    if (receipt === '') {
      setStage({ at: 'wrong' });
      document.getElementById(FIELD)?.focus();
      return;
    }
    setStage({ at: 'busy' });
    try {
      setStage({ at: 'proved', ...(await desk.proofs.receipt(receipt)) });
    } catch (fault) {
      if (!(fault instanceof Problem)) throw fault;
      setStage({ at: 'failed', problem: fault });
    }
  };
  return (
    <form onSubmit={(event) => void check(event)} noValidate autocomplete="off" class="no-print">
      <Section title={t.receiptTitle}>
        <Text>{t.receiptNote}</Text>
        <TextField
          id={FIELD}
          label={t.receipt}
          value={text}
          error={stage.at === 'wrong' ? t.receiptWrong : undefined}
          onInput={(value) => {
            setText(value);
            if (stage.at !== 'busy') setStage({ at: 'open' });
          }}
        />
        <Actions>
          <Button type="submit" busy={stage.at === 'busy' && t.checking}>
            {t.check}
          </Button>
        </Actions>
        {stage.at === 'failed' && <ProblemNotice problem={stage.problem} />}
        {stage.at === 'proved' && (
          <Notice kind="success" title={t.provedTitle} live>
            <Foreign
              text={fill(stage.time === undefined ? t.provedUntimed : t.proved, {
                purpose: names?.get(stage.purpose) ?? stage.purpose,
                at: stage.time === undefined ? '' : moment(stage.time),
              })}
            />
          </Notice>
        )}
      </Section>
    </form>
  );
}
