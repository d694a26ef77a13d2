import type { Contact, Inquiry } from '#client/browser';
import { useState } from 'preact/hooks';
import {
  Button,
  Checkbox,
  type Column,
  DataTable,
  Dialog,
  Foreign,
  Icon,
  Link,
  LongText,
  Stack,
  telephone,
  Text,
  TextField,
} from '../design';
import type { Answered as AskAnswered } from '../ask/answered';
import { Mistake } from '../ask/mistake';
import { Card, matchedWords, Receipts } from '../ask/result';
import { counted, fill, useText } from '../shell/texts';
import type { Draft } from './list-form';
import { EVERYTHING, type Filter, shownRows } from './rows';
import type { Answered } from './run';

interface Props {
  readonly answered: readonly Answered[];
  /** The last one: for what every part has in common */
  readonly inquiry: Inquiry;
  readonly draft: Draft;
  /** Whether rows may be filtered now */
  readonly filters: boolean;
}

/** Whom to call about which address, in the order of the list. */
export function AnswerTable({ answered, inquiry, draft, filters }: Props) {
  const t = useText('list');
  const [filter, setFilter] = useState<Filter>(EVERYTHING);
  const [open, setOpen] = useState<Answered>();
  const rows = filters ? shownRows(answered, filter) : answered;
  const single = (row: Answered): AskAnswered => ({
    inquiry,
    subjects: [row.subject],
    purpose: draft.purposeName,
    building: draft.building,
    at: row.at,
  });
  return (
    <div class="rv-stack list-answers">
      {filters && <Filters filter={filter} shown={rows.length} all={answered.length} onChange={setFilter} />}
      {rows.length > 0 && (
        <DataTable
          caption={t.answerCaption}
          captionHidden
          columns={columnsOf(t, single, setOpen)}
          rows={rows}
          rowKey={({ lines }) => lines[0]!}
        />
      )}
      {open !== undefined && <Whole row={open} answered={single(open)} onClose={() => setOpen(undefined)} />}
    </div>
  );
}

interface FiltersProps {
  readonly filter: Filter;
  readonly shown: number;
  readonly all: number;
  readonly onChange: (filter: Filter) => void;
}

function Filters({ filter, shown, all, onChange }: FiltersProps) {
  const t = useText('list');
  const filtered = filter.onlyFound || filter.team.trim() !== '';
  return (
    <div class="list-filters">
      <div class="no-print">
        <Stack>
          <Checkbox
            id="only-found"
            label={t.onlyFound}
            checked={filter.onlyFound}
            onChange={(onlyFound) => onChange({ ...filter, onlyFound })}
          />
          <TextField
            id="team"
            type="search"
            label={t.teamFilter}
            value={filter.team}
            onInput={(team) => onChange({ ...filter, team })}
          />
        </Stack>
      </div>
      <div role="status">{filtered && <Text>{fill(counted(all, t.shown), { shown })}</Text>}</div>
    </div>
  );
}

type Words = ReturnType<typeof useText<'list'>>;

const columnsOf = (
  t: Words,
  single: (row: Answered) => AskAnswered,
  onOpen: (row: Answered) => void,
): readonly Column<Answered>[] => [
  { key: 'line', label: t.line, numeric: true, cell: ({ lines }) => lines.join(', ') },
  { key: 'address', label: t.address, names: true, cell: ({ address }) => <bdi>{address}</bdi> },
  {
    key: 'contacts',
    label: t.contacts,
    cell: (row) => <Contacts contacts={row.answer.contacts} answered={single(row)} />,
  },
  {
    key: 'open',
    label: t.details,
    cell: (row) => (
      <Button appearance="subtle" compact onClick={() => onOpen(row)}>
        {t.open}
        <span class="rv-hidden"> {fill(t.ofAddress, { address: row.address })}</span>
      </Button>
    ),
  },
];

function Contacts({ contacts, answered }: { contacts: readonly Contact[]; answered: AskAnswered }) {
  const t = useText('answer');
  if (contacts.length === 0) return <span class="rv-soft">{t.nothingHere}</span>;
  return (
    <ul class="rv-list list-contacts">
      {contacts.map((contact, place) => (
        <li key={place}>
          <ContactLine contact={contact} matched={matchedWords(contact.matched, { answered, place: 0 }, t)} />
        </li>
      ))}
    </ul>
  );
}

function ContactLine({ contact, matched }: { contact: Contact; matched: string }) {
  const t = useText('answer');
  const { more } = useText('common');
  const { team, department, phone, reachable, instead, via, hours } = contact;
  return (
    <>
      <div class="list-line">
        <strong>
          <LongText text={team} more={more} most={60} />
        </strong>
        <span class="rv-small">
          <LongText text={via === 'broker' ? t.broker : department} more={more} most={60} />
        </span>
      </div>
      <div class="list-line">
        {phone !== undefined && <Call phone={phone} />}
        <span class="list-reach no-print">
          <Icon name={reachable ? 'check' : 'clock'} /> {reachable ? t.reachable : t.notReachable}
        </span>
        <span class="rv-small">{matched}</span>
      </div>
      {!reachable && instead !== undefined && (
        <div class="list-line">
          <span>
            {t.instead} <LongText text={instead.team} more={more} most={60} />
          </span>
          {instead.phone !== undefined && <Call phone={instead.phone} />}
        </div>
      )}
      {hours !== undefined && (
        // On paper "now" is over; the hours still hold.
        <div class="print-only">
          <Foreign text={fill(t.hours, { hours: hours.slice(0, 200) })} />
        </div>
      )}
    </>
  );
}

function Call({ phone }: { phone: string }) {
  const href = telephone(phone);
  if (href === undefined) return <Foreign text={phone.slice(0, 60)} />;
  return (
    <Link href={href} icon="phone" block>
      <Foreign text={phone} />
    </Link>
  );
}

/** All that is known of one line, as after a single question. */
function Whole({ row, answered, onClose }: { row: Answered; answered: AskAnswered; onClose: () => void }) {
  const t = useText('answer');
  const { close } = useText('common');
  const { contacts, receipt } = row.answer;
  return (
    <Dialog title={row.address} close={close} onClose={onClose}>
      {contacts.length === 0 && <Text>{t.nothingHere}</Text>}
      {contacts.map((contact, place) => (
        <Card key={place} id={`contact-${place}`} contact={contact} answered={answered} place={0} level={3} />
      ))}
      <Receipts answers={[row.answer]} />
      <Mistake receipts={[receipt]} />
    </Dialog>
  );
}
