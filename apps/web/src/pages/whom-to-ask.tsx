import { Problem } from '#problem';
import { useEffect, useState } from 'preact/hooks';
import { ActionLink, Actions, Link, mail, telephone } from '../design';
import { desk } from '../shell/desk';
import { fill, useText } from '../shell/texts';

/** What the municipality says of itself; each part may be missing, and then the page speaks in general words. */
export type WhomToAsk = Pick<
  Awaited<ReturnType<typeof desk.session.configuration>>,
  'municipality' | 'helpdesk' | 'privacyContact' | 'accessibilityContact'
>;

export function useWhomToAsk(): WhomToAsk {
  const [known, setKnown] = useState<WhomToAsk>({});
  useEffect(() => {
    desk.session.configuration().then(setKnown, (fault: unknown) => {
      if (!(fault instanceof Problem)) throw fault;
    });
  }, []);
  return known;
}

/** The helpdesk as buttons to call and to write. */
export function Helpdesk({ phone, email }: NonNullable<WhomToAsk['helpdesk']>) {
  const t = useText('pages');
  const [call, write] = [phone && telephone(phone), email && mail(email)];
  return (
    <Actions>
      {call && (
        <ActionLink href={call} icon="phone" appearance="primary">
          {fill(t.call, { phone: phone! })}
        </ActionLink>
      )}
      {write && (
        <Link href={write} icon="mail" block>
          {email}
        </Link>
      )}
    </Actions>
  );
}

/** A contact as the municipality wrote it: a link where it is an address or a number, else its words. */
export function ContactWords({ words }: { words: string }) {
  const href = mail(words) ?? (/^https:\/\//.test(words) ? words : telephoneOnly(words));
  return href === undefined ? <bdi>{words}</bdi> : <Link href={href}>{words}</Link>;
}

/** Words with a number in them are words. */
const telephoneOnly = (words: string): string | undefined =>
  /^\+?[\d ()-]+$/.test(words) ? telephone(words) : undefined;
