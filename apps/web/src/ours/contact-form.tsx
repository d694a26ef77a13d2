import type { TeamAndContact, TeamName } from '#client/browser';
import { useState } from 'preact/hooks';
import { Actions, Button, ErrorSummary, Heading, LongText, Notice, Stack, Text } from '../design';
import { desk } from '../shell/desk';
import { ProblemNotice } from '../shell/problem-notice';
import { useText } from '../shell/texts';
import { useWork } from '../shell/work';
import { checkContact, type ContactDraft, type ContactFaults, draftOf } from './contact';
import { ContactFields } from './contact-fields';
import { ContactPreview } from './contact-preview';
import { teamWords } from './team-words';

interface Props {
  readonly team: TeamAndContact;
  readonly names: readonly TeamName[];
}

/** What others need to reach the team, with how it looks to them beside it. */
export function ContactForm({ team, names }: Props) {
  const t = useText('contact');
  const { more } = useText('common');
  const [draft, setDraft] = useState<ContactDraft>(() => draftOf(team.contact));
  const [faults, setFaults] = useState<ContactFaults>({});
  const [asked, setAsked] = useState(0);
  const [saved, setSaved] = useState(false);
  const { busy, problem, work } = useWork();
  const error = (field: string): string | undefined => {
    const fault = faults[field];
    return fault === undefined ? undefined : t.faults[fault];
  };
  const change = (next: Partial<ContactDraft>): void => {
    setDraft({ ...draft, ...next });
    setSaved(false);
  };
  const submit = (event: Event): void => {
    event.preventDefault();
    if (busy) return;
    const { faults: found, contact } = checkContact(draft);
    setFaults(found);
    setAsked((count) => count + 1);
    setSaved(false);
    if (contact === undefined) return;
    void work(async () => {
      await desk.raakvlak.organisation.changeContact(team.code, contact);
      setSaved(true);
    });
  };
  const others = names.filter(({ code }) => code !== team.code);
  return (
    <>
      <LongText text={team.name} more={more} most={120} around={(name) => <Heading level={2}>{name}</Heading>} />
      <Text>{t.intro}</Text>
      <form onSubmit={submit} noValidate autocomplete="off">
        <Stack wide>
          <ErrorSummary
            title={t.faultsTitle}
            attempt={asked}
            errors={Object.entries(faults).map(([fieldId, fault]) => ({ fieldId, text: t.faults[fault] }))}
          />
          <ContactFields
            draft={draft}
            error={error}
            onChange={change}
            others={others.map((one) => ({ value: one.code, label: teamWords(one, t.teamChoice) }))}
          />
          {problem !== undefined && <ProblemNotice problem={problem} />}
          {saved && (
            <Notice kind="success" title={t.savedTitle} live>
              {t.saved}
            </Notice>
          )}
          <Actions>
            <Button type="submit" appearance="primary" busy={busy && t.busy}>
              {t.save}
            </Button>
          </Actions>
        </Stack>
      </form>
      <ContactPreview
        team={team}
        department={names.find(({ code }) => code === team.code)?.department ?? ''}
        draft={draft}
        instead={others.find(({ code }) => code === draft.instead)}
      />
    </>
  );
}
