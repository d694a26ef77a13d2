import { ActionLink, Actions, DefinitionList, Foreign, LongText, Section, Text } from '../design';
import { later } from '../shell/later';
import { pathOf } from '../shell/router';
import { day, fill, text, useText } from '../shell/texts';
import { DifferenceView } from './difference';
import type { Proposal, Proposed } from './shapes';
import type { Words } from './words';

const PurposeSaid = later(async () => (await import('./purpose-said')).PurposeSaid, ['purposes']);

interface Props {
  readonly proposal: Proposal;
  readonly proposed: Proposed;
  readonly words: Words;
}

/** What a proposal changes, in words that fit its kind. */
export function Said(props: Props) {
  const p = useText('proposal');
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
  const p = useText('proposal');
  const base = `v${basedOn}`;
  return (
    <>
      <DifferenceView
        from={base}
        to={id}
        words={words}
        called={{ from: fill(words.t.version, { n: basedOn }).toLowerCase(), to: p.thisOne }}
      />
      <Actions>
        <ActionLink href={pathOf('policyVersion', { version: id })}>{p.wholePolicy}</ActionLink>
        <ActionLink href={pathOf('simulator', { policy: id })}>{p.simulate}</ActionLink>
      </Actions>
    </>
  );
}

function OtherSaid({ fields }: { fields: readonly (readonly [string, string])[] }) {
  const p = useText('proposal');
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
  const { sentences } = text('proposal');
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
