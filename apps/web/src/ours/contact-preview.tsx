import type { TeamAndContact, TeamName } from '#client/browser';
import { ContactCard, Section, Text } from '../design';
import { fill, useText } from '../shell/texts';
import { checkContact, type ContactDraft, hoursInWords, reachableAt } from './contact';

interface Props {
  readonly team: TeamAndContact;
  /** Its name */
  readonly department: string;
  readonly draft: ContactDraft;
  readonly instead: TeamName | undefined;
}

/** The card of an answer, with what stands in the form now. */
export function ContactPreview({ team, department, draft, instead }: Props) {
  const t = useText('contact');
  const { more } = useText('common');
  const { contact } = checkContact(draft);
  if (contact === undefined)
    return (
      <Section title={t.previewTitle}>
        <Text>{t.previewWrong}</Text>
      </Section>
    );
  const now = reachableAt(contact, Date.now());
  const { phone, email, hours } = contact;
  return (
    <Section title={t.previewTitle}>
      <Text small>{t.previewNote}</Text>
      <ContactCard
        id="preview"
        level={3}
        name={team.name}
        via="team"
        above={department}
        lines={[fill(t.hours, { hours: hoursInWords(hours) })]}
        reachable={{ now, words: now ? t.reachable : t.notReachable }}
        phone={{ number: phone, words: fill(t.call, { phone }) }}
        email={{ address: email, words: t.mail }}
        {...(instead === undefined ? {} : { instead: { words: t.callInstead, name: instead.name } })}
        more={more}
      />
    </Section>
  );
}
