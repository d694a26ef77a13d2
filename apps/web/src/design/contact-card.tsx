import type { ComponentChildren } from 'preact';
import { ActionLink, Link } from './button';
import { Icon } from './icon';
import { classes, mail, telephone } from './plain';
import { Foreign, LongText, type More } from './text';

export interface Phone {
  number: string;
  /** What the button says: "Bel 033 469 44 44". The number is in it, because a print shows it too. */
  words: string;
}

export interface ContactCardProps {
  /** Used for ids; unique in the page. */
  id: string;
  name: string;
  via: 'team' | 'broker';
  /** Above the name: the department, or that this is the broker. */
  above?: string;
  /** Below it: hours, address, what to say. */
  lines?: readonly string[];
  reachable?: { now: boolean; words: string };
  phone?: Phone;
  email?: { address: string; words: string; subject?: string };
  /** Whom to call when the team is not reachable: becomes the main button. */
  instead?: { words: string; name: string; phone?: Phone };
  /** On which rung the question matched. */
  matched?: string;
  more: More;
  /** Somebody goes to the phone: the page may not empty itself now. */
  onCall?: () => void;
  children?: ComponentChildren;
  level?: 2 | 3;
}

interface CallProps {
  phone: Phone;
  main: boolean;
  onCall?: () => void;
}

function Call({ phone: { number, words }, main, onCall }: CallProps) {
  const href = telephone(number);
  if (href === undefined)
    return (
      <p>
        <Icon name="phone" /> <Foreign text={number} />
      </p>
    );
  return (
    <ActionLink href={href} icon="phone" appearance={main ? 'primary' : 'secondary'} call={main} onClick={onCall}>
      <Foreign text={words} />
    </ActionLink>
  );
}

type Part = Pick<ContactCardProps, 'more' | 'onCall' | 'instead' | 'phone' | 'email'>;

const isAway = ({ reachable }: ContactCardProps): boolean => reachable?.now === false;

function Email({ email, more }: Part) {
  if (email === undefined) return null;
  const href = mail(email.address, email.subject);
  if (href === undefined) return <LongText text={email.address} more={more} most={100} />;
  return (
    <>
      <Link href={href} icon="mail" block>
        <Foreign text={email.words} />
      </Link>
      <span class="print-only">{email.address}</span>
    </>
  );
}

/** Whom to call first, then the others: one main button only. */
function Ways({ away, ...of }: Part & { away: boolean }) {
  const { instead, phone, more, onCall } = of;
  const other = away ? instead : undefined;
  return (
    <>
      {other !== undefined && (
        <p>
          {other.words}{' '}
          <strong>
            <LongText text={other.name} more={more} most={120} />
          </strong>
        </p>
      )}
      <div class="rv-actions">
        {other?.phone !== undefined && <Call phone={other.phone} main onCall={onCall} />}
        {phone !== undefined && <Call phone={phone} main={other?.phone === undefined} onCall={onCall} />}
        <Email {...of} />
      </div>
    </>
  );
}

const Reach = ({ now, words }: { now: boolean; words: string }) => (
  <p class={classes('rv-reach', now && 'rv-reach--now')}>
    <Icon name={now ? 'check' : 'clock'} />
    <Foreign text={words} />
  </p>
);

/** A team or a broker to get in touch with: name, whether somebody is there, and one main thing to do. */
export function ContactCard(props: ContactCardProps) {
  const { id, name, via, above, lines = [], reachable, matched, more, level = 2 } = props;
  const Tag = level === 3 ? 'h3' : 'h2';
  return (
    <article class={classes('rv-card rv-contact', via === 'broker' && 'rv-contact--broker')} aria-labelledby={id}>
      <div>
        {above !== undefined && (
          <div class="rv-small">
            <LongText text={above} more={more} most={100} />
          </div>
        )}
        <LongText
          text={name}
          more={more}
          most={120}
          around={(text) => (
            <Tag id={id} class="utrecht-heading-2">
              {text}
            </Tag>
          )}
        />
      </div>
      {reachable !== undefined && <Reach {...reachable} />}
      {lines.map((line, at) => (
        <p key={at}>
          <LongText text={line} more={more} />
        </p>
      ))}
      <Ways {...props} away={isAway(props)} />
      {props.children}
      {matched !== undefined && (
        <p class="rv-small">
          <Foreign text={matched} />
        </p>
      )}
    </article>
  );
}
