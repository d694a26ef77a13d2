import type { ComponentType } from 'preact';
import { useCallback, useEffect, useState } from 'preact/hooks';
import { Actions, Button, Notice, PageTitle, Stack } from '../design';
import { Forgetting } from '../shell/forgetting';
import type { ScreenProps } from '../shell/screen';
import { loadTexts, useText } from '../shell/texts';
import type { Answered } from './answered';
import { AskForm } from './ask-form';
import type { ResultProps } from './result';

type Stage = { readonly at: 'form' } | { readonly at: 'result'; readonly answered: Answered } | { readonly at: 'gone' };

/** The question before a visit, and its answer; nothing of either is kept when the screen is left. */
export default function AskScreen({ name, me }: ScreenProps) {
  const t = useText('common');
  const [stage, setStage] = useState<Stage>({ at: 'form' });
  const [touched, setTouched] = useState(false);
  const forget = useCallback(() => setStage({ at: 'gone' }), []);
  const again = useCallback(() => {
    setTouched(false);
    setStage({ at: 'form' });
  }, []);
  const Result = useResult();
  return (
    <>
      {stage.at === 'form' && (
        <AskForm
          me={me}
          onTouched={() => setTouched(true)}
          onAnswer={(answered) => setStage({ at: 'result', answered })}
        />
      )}
      {stage.at === 'result' && Result !== undefined && (
        <Result.screen answered={stage.answered} name={name} onAgain={again} />
      )}
      {stage.at === 'gone' && (
        <Stack>
          <PageTitle focus="gone">{t.goneTitle}</PageTitle>
          <Notice kind="info">{t.gone}</Notice>
          <Actions>
            <Button appearance="primary" onClick={again}>
              {t.again}
            </Button>
          </Actions>
        </Stack>
      )}
      <Forgetting on={stage.at === 'result' || (stage.at === 'form' && touched)} forget={forget} />
    </>
  );
}

/** Fetched while somebody types, so that the form is there sooner. */
const answerParts = () => Promise.all([import('./result'), loadTexts(['answer'])]);

function useResult(): { readonly screen: ComponentType<ResultProps> } | undefined {
  const [found, setFound] = useState<{ readonly screen: ComponentType<ResultProps> }>();
  useEffect(() => void answerParts().then(([{ ResultScreen: screen }]) => setFound({ screen })), []);
  return found;
}
