import { useCallback, useEffect, useState } from 'preact/hooks';
import { Actions, Button, Notice, PageTitle, Stack } from '../design';
import '../design/fields.css';
import { later } from '../shell/later';
import type { ScreenProps } from '../shell/screen';
import { loadTexts, useText } from '../shell/texts';
import type { Entry, Judged } from './lines';
import { type Draft, ListForm, NOTHING } from './list-form';

/** What comes after the form; fetched while somebody fills it in. */
const steps = () => import('./steps');
const CheckStep = later(() => steps().then((part) => part.CheckStep), ['problems']);
const AnswerStep = later(() => steps().then((part) => part.AnswerStep), ['problems', 'answer']);

type Stage =
  | { readonly at: 'form' }
  | { readonly at: 'check'; readonly entries: readonly Entry[] }
  | { readonly at: 'answers'; readonly judged: readonly Judged[] }
  | { readonly at: 'gone' };

/** A list of addresses before a round of controls: given, checked, asked in parts, and its answers kept in order. */
export default function ListScreen({ name }: ScreenProps) {
  const t = useText('list');
  const { goneTitle, gone } = useText('common');
  const [stage, setStage] = useState<Stage>({ at: 'form' });
  const [draft, setDraft] = useState<Draft>(NOTHING);
  const forget = useCallback(() => {
    setDraft(NOTHING);
    setStage({ at: 'gone' });
  }, []);
  useEffect(() => {
    // Without a connection it is tried again when it is needed, and then said.
    Promise.all([steps(), loadTexts(['problems', 'answer'])]).catch(() => undefined);
  }, []);
  const again = useCallback(() => {
    setDraft(NOTHING);
    setStage({ at: 'form' });
  }, []);
  const back = (entries: readonly Entry[]): void => {
    // What was mended is not lost: the list comes back as it stands now.
    setDraft({ ...draft, file: undefined, text: entries.map(({ text }) => text).join('\n') });
    setStage({ at: 'form' });
  };
  switch (stage.at) {
    case 'form':
      return (
        <ListForm
          draft={draft}
          onChange={setDraft}
          onRead={(entries) => setStage({ at: 'check', entries })}
          forget={forget}
        />
      );
    case 'check':
      return (
        <CheckStep
          entries={stage.entries}
          building={draft.building}
          onBack={back}
          onAsk={(judged) => setStage({ at: 'answers', judged })}
          forget={forget}
        />
      );
    case 'answers':
      return (
        <AnswerStep
          judged={stage.judged}
          draft={draft}
          name={name}
          onBack={() => back(stage.judged.map(({ entry }) => entry))}
          onAgain={again}
          forget={forget}
        />
      );
    case 'gone':
      return (
        <Stack>
          <PageTitle focus="gone">{goneTitle}</PageTitle>
          <Notice kind="info">{gone}</Notice>
          <Actions>
            <Button appearance="primary" onClick={again}>
              {t.again}
            </Button>
          </Actions>
        </Stack>
      );
  }
}
