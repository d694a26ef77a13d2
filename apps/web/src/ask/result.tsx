import type { Answer, Contact, Inquiry } from '#client/browser';
import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import {
  Actions,
  Button,
  Checkbox,
  ContactCard,
  CopyButton,
  Disclosure,
  Notice,
  PageTitle,
  Section,
  Stack,
  Text,
} from '../design';
import { coverageWords } from '../shell/coverage';
import { clock, fill, moment, useText } from '../shell/texts';
import type { Messages } from '../shell/texts';
import type { Answered } from './answered';
import { Mistake } from './mistake';
import { kindOf, type SubjectKind, subjectWords } from './subject-words';

export interface ResultProps {
  readonly answered: Answered;
  readonly name: string;
  readonly onAgain: () => void;
  readonly practice?: PracticeMarks | undefined;
}

/** Of an answer about a made-up subject: what marks it, in every part and on a print, and what a real one has not. */
export interface PracticeMarks {
  readonly kind: SubjectKind;
  /** On each card, and at the end of a print */
  readonly mark: string;
  readonly title: string;
  readonly above: ComponentChildren;
  readonly below: ComponentChildren;
  readonly again: string;
}

/** Whom to call, how far that goes, and what can be done with it. */
export function ResultScreen({ answered, name, onAgain, practice }: ResultProps) {
  const t = useText('answer');
  const { inquiry, at, purpose } = answered;
  const found = inquiry.answers.some(({ contacts }) => contacts.length > 0);
  return (
    <Stack wide>
      <PageTitle focus={at}>{practice?.title ?? (found ? t.foundTitle : t.nothingTitle)}</PageTitle>
      {practice?.above}
      <Text>{fill(t.askedAt, { purpose, time: clock(at) })}</Text>
      {inquiry.emergency !== undefined && (
        <Notice kind="attention" title={t.emergencyResultTitle}>
          {fill(t.emergencyResult, { until: clock(inquiry.emergency.validUntil) })}
        </Notice>
      )}
      {inquiry.answers.map((answer, place) => (
        <SubjectAnswer key={place} answer={answer} answered={answered} place={place} practice={practice} />
      ))}
      {!found && <Nothing inquiry={inquiry} />}
      <Coverage inquiry={inquiry} />
      <Further answered={answered} name={name} onAgain={onAgain} practice={practice} />
    </Stack>
  );
}

/** What can be done with the answer, and its account on a print. */
function Further({ answered, name, onAgain, practice }: ResultProps) {
  const t = useText('answer');
  const common = useText('common');
  const { inquiry, subjects, at } = answered;
  const [withSubject, setWithSubject] = useState(false);
  return (
    <>
      <div class="print-only">
        {practice !== undefined && <Text>{practice.mark}</Text>}
        <Text>{fill(t.printedBy, { name: name === '' ? t.printedNobody : name, at: moment(at) })}</Text>
        {withSubject && subjects.map((subject, i) => <Text key={i}>{fullWords(subject, t)}</Text>)}
        {inquiry.answers.map(({ receipt }) => (
          <Text key={receipt}>{fill(t.printedReceipt, { receipt })}</Text>
        ))}
      </div>
      <div class="no-print">
        <Stack>
          <Actions>
            <Button appearance="primary" onClick={onAgain}>
              {practice?.again ?? common.again}
            </Button>
            <Button icon="print" onClick={() => print()}>
              {t.print}
            </Button>
          </Actions>
          {practice === undefined && (
            <Checkbox id="with-subject" label={t.printSubject} checked={withSubject} onChange={setWithSubject} />
          )}
          <Receipts answers={inquiry.answers} />
          {practice === undefined && <Mistake receipts={inquiry.answers.map(({ receipt }) => receipt)} />}
          {practice?.below ?? <Text small>{t.emptied}</Text>}
        </Stack>
      </div>
    </>
  );
}

interface PartProps {
  readonly answered: Answered;
  readonly place: number;
  readonly practice?: PracticeMarks | undefined;
}

function SubjectAnswer({ answer, ...part }: PartProps & { readonly answer: Answer }) {
  const { answered, place } = part;
  const t = useText('answer');
  const subject = answered.subjects[place];
  const several = answered.inquiry.answers.length > 1;
  const cards = answer.contacts.map((contact, i) => (
    <Card key={i} id={`contact-${place}-${i}`} contact={contact} {...part} />
  ));
  if (!several || subject === undefined) return cards.length === 0 ? null : <Stack>{cards}</Stack>;
  return (
    <Section title={subjectWords(subject)}>
      {cards.length === 0 ? <Text>{t.nothingHere}</Text> : <Stack>{cards}</Stack>}
    </Section>
  );
}

export interface CardProps extends PartProps {
  readonly id: string;
  readonly contact: Contact;
  readonly level?: 2 | 3;
}

export function Card({ id, contact, level, ...part }: CardProps) {
  const { answered, practice } = part;
  const t = useText('answer');
  const { more } = useText('common');
  const { phone, email, instead, reachable, via, hours } = contact;
  const callable = (number: string) => ({ number, words: fill(t.call, { phone: number }) });
  return (
    <ContactCard
      id={id}
      level={level ?? (answered.inquiry.answers.length > 1 ? 3 : 2)}
      name={contact.team}
      via={via}
      above={[
        ...(practice === undefined ? [] : [practice.mark]),
        via === 'broker' ? t.broker : contact.department,
      ].join(' · ')}
      lines={hours === undefined ? [] : [fill(t.hours, { hours })]}
      reachable={{ now: reachable, words: reachable ? t.reachable : t.notReachable }}
      {...(phone === undefined ? {} : { phone: callable(phone) })}
      {...(email === undefined ? {} : { email: { address: email, words: t.mail, subject: t.mailSubject } })}
      {...(instead === undefined
        ? {}
        : {
            instead: {
              words: t.instead,
              name: instead.team,
              ...(instead.phone === undefined ? {} : { phone: callable(instead.phone) }),
            },
          })}
      matched={matchedWords(contact.matched, part, t)}
      more={more}
    />
  );
}

export function matchedWords(
  matched: Contact['matched'],
  { answered, place, practice }: PartProps,
  t: Messages['answer'],
): string {
  const { building, subjects } = answered;
  if (matched !== 'subject') return building && matched === 'unit' ? t.matched.unitInBuilding : t.matched[matched];
  const subject = subjects[place];
  const kind = practice?.kind ?? (subject === undefined ? undefined : kindOf(subject));
  return kind === undefined ? '' : t.matched[kind];
}

/** "Nobody" is never said: nothing, silent and closed read the same. */
function Nothing({ inquiry }: { inquiry: Inquiry }) {
  const t = useText('answer');
  const connected = inquiry.coverage.departments.filter(({ state }) => state !== 'never');
  return (
    <>
      <Text>{t.nothing}</Text>
      <Text>{fill(t.nothingKnows, { departments: connected.map(({ department }) => department).join(', ') })}</Text>
      <Notice kind="info" title={t.safeHomeTitle}>
        {t.safeHome}
      </Notice>
    </>
  );
}

export function Coverage({ inquiry: { coverage } }: { inquiry: Inquiry }) {
  const t = useText('answer');
  const { all, late } = coverageWords(coverage, useText('common'));
  return (
    <Section title={t.coverageTitle}>
      <Text>{all}</Text>
      {late.length > 0 && (
        <ul class="rv-list">
          {late.map((line) => (
            <li key={line}>{line}</li>
          ))}
        </ul>
      )}
    </Section>
  );
}

export function Receipts({ answers }: { answers: readonly Answer[] }) {
  const t = useText('answer');
  return (
    <Disclosure summary={t.receiptSummary}>
      <Text>{t.receiptNote}</Text>
      {answers.map(({ receipt }) => (
        <Text key={receipt}>
          <code>{receipt}</code> <CopyButton text={receipt} label={t.copy} done={t.copied} failed={t.copyFailed} />
        </Text>
      ))}
    </Disclosure>
  );
}

function fullWords(subject: Answered['subjects'][number], t: Messages['answer']): string {
  return subject.form === 'address'
    ? subjectWords(subject)
    : fill(t.printedSubject[subject.form], { value: subject.identifier.value });
}
