import { ActionLink, Actions, DataTable, DefinitionList, Foreign, LongText, Section, Text } from '../design';
import { pathOf } from '../shell/router';
import { day, fill, useText } from '../shell/texts';
import { DifferenceView } from './difference-view';
import type { Proposal, Proposed, PurposeGiven } from './shapes';
import type { Words } from './words';

interface Props {
  readonly proposal: Proposal;
  readonly proposed: Proposed;
  readonly words: Words;
}

/** What a proposal changes, in words that fit its kind. */
export function Said(props: Props) {
  const p = useText('policy').proposals;
  const { proposal, proposed, words } = props;
  if (proposed.kind === 'policy') return <PolicySaid id={proposal.id} basedOn={proposed.basedOn} words={words} />;
  return (
    <Section title={p.says}>
      <PlainSaid {...props} />
    </Section>
  );
}

function PlainSaid({ proposal, proposed, words }: Props) {
  // What was decided is not compared with today: by now that may be what it says itself.
  const open = proposal.state === 'open';
  switch (proposed.kind) {
    case 'policy':
      return null;
    case 'purpose':
      return <PurposeSaid given={proposed.given} open={open} words={words} />;
    case 'other':
      return <OtherSaid fields={proposed.fields} />;
    default:
      return (
        <Text>
          <Foreign text={sentenceOf(proposed, open, words)} />
        </Text>
      );
  }
}

function PolicySaid({ id, basedOn, words }: { id: string; basedOn: number; words: Words }) {
  const t = useText('policy');
  const p = t.proposals;
  const base = `v${basedOn}`;
  return (
    <>
      <DifferenceView
        from={base}
        to={id}
        words={words}
        called={{ from: fill(t.versions.name, { n: basedOn }).toLowerCase(), to: p.thisOne }}
      />
      <Actions>
        <ActionLink href={pathOf('policyVersion', { version: id })}>{p.wholePolicy}</ActionLink>
        <ActionLink href={pathOf('simulator', { policy: id })}>{p.simulate}</ActionLink>
      </Actions>
    </>
  );
}

/** Member by member, beside what counts today. */
function PurposeSaid({ given, open, words }: { given: PurposeGiven; open: boolean; words: Words }) {
  const t = useText('policy');
  const p = t.proposals;
  const known = words.basis.purposes.find(({ code }) => code === given.code)?.shown;
  const current = open ? known : undefined;
  const then = purposeRows(given, words);
  const now = current === undefined ? [] : purposeRows(current, words);
  return (
    <>
      {open && known === undefined && <Text>{p.newPurpose}</Text>}
      <DataTable
        caption={t.proposals.kinds.purpose}
        captionHidden
        rows={then.map(({ term, said }, i) => ({ term, said, was: now[i]?.said }))}
        rowKey={({ term }) => term}
        columns={[
          { key: 'term', label: p.field, names: true, cell: ({ term }) => term },
          ...(current === undefined
            ? []
            : [
                {
                  key: 'now',
                  label: p.now,
                  cell: ({ was }: { was: string | undefined }) => <Foreign text={was ?? ''} />,
                },
              ]),
          {
            key: 'then',
            label: p.then,
            cell: ({ said, was }) =>
              was === said || current === undefined ? (
                <Foreign text={said} />
              ) : (
                <strong>
                  <Foreign text={said} />
                </strong>
              ),
          },
        ]}
      />
    </>
  );
}

/** All that is said of a purpose, in the order in which it is read. */
export function purposeRows(given: PurposeGiven, { t }: Words): { readonly term: string; readonly said: string }[] {
  const u = t.purposes;
  return [
    { term: u.name, said: given.name },
    { term: u.code, said: given.code },
    { term: u.legalBasis, said: given.legalBasis },
    { term: u.registerEntry, said: given.registerEntry },
    { term: u.roles, said: given.roles.map((role) => u.roleNames[role]).join(', ') },
    { term: u.domains, said: given.domains.map((domain) => t.domains[domain]).join(', ') },
    { term: u.kinds, said: given.kinds.map((kind) => t.kinds[kind]).join(', ') },
    { term: u.from, said: day(given.effectiveFrom) },
    { term: u.until, said: given.effectiveUntil === undefined ? u.noEnd : day(given.effectiveUntil) },
  ];
}

function OtherSaid({ fields }: { fields: readonly (readonly [string, string])[] }) {
  const p = useText('policy').proposals;
  const { more } = useText('common');
  return (
    <>
      <Text>{p.unknown}</Text>
      <DefinitionList items={fields.map(([term, value]) => ({ term, value: <LongText text={value} more={more} /> }))} />
    </>
  );
}

type Sentence = Exclude<Proposed, { kind: 'policy' | 'purpose' | 'other' }>;

function sentenceOf(proposed: Sentence, open: boolean, { t, team, department, basis: { directory } }: Words): string {
  const { sentences } = t.proposals;
  const now = (message: string, name: string | undefined): string =>
    open && name !== undefined ? ` ${fill(message, { name })}` : '';
  switch (proposed.kind) {
    case 'department-domain': {
      const domain = directory.domainOf(proposed.department);
      const from = domain === undefined ? undefined : t.domains[domain];
      const to = t.domains[proposed.domain];
      const said = fill(sentences['department-domain'], { department: department(proposed.department), to });
      return said + now(sentences.nowDomain, from);
    }
    case 'team-department': {
      const home = directory.homeOf(proposed.team);
      const to = department(proposed.department);
      const said = fill(sentences['team-department'], { team: team(proposed.team), to });
      return said + now(sentences.nowDepartment, home === undefined ? undefined : department(home));
    }
    default:
      return fill(sentences[proposed.kind], {
        team: team(proposed.team),
        to: team(proposed.to),
        on: day(proposed.on),
      });
  }
}
