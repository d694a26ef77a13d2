import type { LookDetail } from '#client/browser';
import { Problem } from '#problem';
import type { ComponentChildren } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { Busy, DefinitionList, Link, Notice, PageTitle, Section, Stack, Text } from '../design';
import '../design/table.css';
import { desk } from '../shell/desk';
import { useFetched } from '../shell/fetched';
import { ProblemNotice } from '../shell/problem-notice';
import { pathOf } from '../shell/router';
import type { ScreenProps } from '../shell/screen';
import { fill, moment, useText } from '../shell/texts';
import { type Names, useNames } from './names';
import { actionWords, factWords, foundWords, kindWords, purposeWords } from './words';

/** One record of the log, opened, with whether it really stands there. */
export default function LookScreen({ query }: ScreenProps) {
  const t = useText('log');
  const seq = /^\d{1,15}$/.test(query.get('seq') ?? '') ? Number(query.get('seq')) : undefined;
  return (
    <Stack wide>
      <PageTitle>{seq === undefined ? t.unknownLook : fill(t.lookTitle, { seq })}</PageTitle>
      <Link href={pathOf('log')} block>
        {t.back}
      </Link>
      {seq !== undefined && <Look seq={seq} key={seq} />}
    </Stack>
  );
}

function Look({ seq }: { seq: number }) {
  const t = useText('log');
  const names = useNames();
  const { value: look, problem } = useFetched(() => desk.raakvlak.looks.closely(seq));
  return (
    <>
      {problem !== undefined && <ProblemNotice problem={problem} />}
      <Busy words={look === undefined && problem === undefined ? t.opening : ''} />
      {look !== undefined && <Opened look={look} names={names} />}
    </>
  );
}

interface PartProps {
  readonly look: LookDetail;
  readonly names: Names;
}

function Opened({ look, names }: PartProps) {
  const t = useText('log');
  return (
    <>
      <Proof look={look} />
      {look.mistake && (
        <Notice kind="info" title={t.mistakeTitle}>
          {t.mistakeNote}
        </Notice>
      )}
      <Section title={t.what}>
        <What look={look} names={names} />
        <Text small>{t.noSubject}</Text>
      </Section>
      <Section title={t.who}>
        <Who look={look} />
      </Section>
      <Section title={t.cameOut}>
        <CameOut look={look} names={names} />
      </Section>
    </>
  );
}

function What({ look: { at, action, purpose, department, outcome, subject }, names }: PartProps) {
  const t = useText('log');
  const outcomes = { done: t.done, refused: t.refused };
  return (
    <DefinitionList
      items={known([
        [t.when, moment(at)],
        [t.action, action && actionWords(action, t)],
        [t.purpose, purpose && purposeWords(purpose, names, t)],
        [t.department, department && names.department(department)],
        [t.outcome, outcome && outcomes[outcome]],
        [t.kind, subject && kindWords(subject.kind, t)],
      ])}
    />
  );
}

function Who({ look: { actor, technical } }: { look: LookDetail }) {
  const t = useText('log');
  const { roles } = useText('common');
  return (
    <DefinitionList
      items={known([
        [t.actor, actor && <bdi>{actor.id}</bdi>],
        [t.roles, actor?.roles.map((role) => roles[role as keyof typeof roles] ?? role).join(', ')],
        [t.caseNumber, actor?.caseNumber],
        [t.tickets, actor && String(actor.tickets)],
        [t.client, technical?.client],
        [t.node, technical?.node],
      ])}
    />
  );
}

function CameOut({ look: { disclosed = {} }, names }: PartProps) {
  const t = useText('log');
  const words = (value: string | number | readonly string[]): ComponentChildren => {
    if (typeof value === 'string' || typeof value === 'number') return String(value);
    return value.length === 0 ? t.nothingFound : <Lines lines={value.map((line) => foundWords(line, names, t))} />;
  };
  const facts = Object.entries(disclosed);
  if (facts.length === 0) return <Text>{t.nothingMore}</Text>;
  return <DefinitionList items={known(facts.map(([name, value]) => [factWords(name, t), words(value)]))} />;
}

const Lines = ({ lines }: { lines: readonly string[] }) => (
  <ul class="rv-list">
    {lines.map((line) => (
      <li key={line}>
        <bdi>{line}</bdi>
      </li>
    ))}
  </ul>
);

const known = (pairs: readonly (readonly [string, ComponentChildren])[]) =>
  pairs.flatMap(([term, value]) => (value === undefined || value === '' ? [] : [{ term, value }]));

/** The browser works the proof out itself, under the key that it was told: the server's word is not enough. */
function Proof({ look }: { look: LookDetail }) {
  const t = useText('log');
  const [state, setState] = useState<'busy' | 'good' | 'bad' | 'later'>('busy');
  useEffect(() => {
    const { evidence, broken } = look;
    if (broken.length > 0) return setState('bad');
    if (evidence?.proof === undefined) return setState('later');
    desk.proofs.record(look).then(
      () => setState('good'),
      (fault: unknown) => {
        if (!(fault instanceof Problem)) throw fault;
        setState('bad');
      },
    );
  }, [look]);
  if (state === 'busy') return <Busy words={t.proving} />;
  if (state === 'good')
    return (
      <Notice kind="success" title={t.provedTitle} live>
        {t.proved}
      </Notice>
    );
  if (state === 'later')
    return (
      <Notice kind="info" title={t.laterTitle} live>
        {t.later}
      </Notice>
    );
  return (
    <Notice kind="danger" title={t.notProvedTitle} live>
      {look.broken.length > 0 ? fill(t.brokenGroups, { groups: look.broken.join(', ') }) : t.notProved}
    </Notice>
  );
}
