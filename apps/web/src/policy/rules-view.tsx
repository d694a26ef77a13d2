import { DataTable, Foreign, Section, Stack, Text } from '../design';
import { fill, type Messages, useText } from '../shell/texts';
import { byOwner } from './rules';
import type { Content, Rule } from './shapes';
import { Shown } from './shown';
import type { Words } from './words';

/** The bare rules in words, by whose involvement they are about. */
export function RulesView({ content, words }: { content: Content; words: Words }) {
  const v = useText('policyVersion');
  return (
    <Section title={v.rulesTitle}>
      <Text>{v.rulesNote}</Text>
      <Stack wide>
        {byOwner(content.rules).map(({ owner, rules }) => (
          <DataTable
            key={JSON.stringify(owner)}
            caption={fill(v.ownerTitle, { owner: words.owner(owner) })}
            rows={rules}
            rowKey={({ id }) => id}
            columns={columns(v, words)}
          />
        ))}
      </Stack>
    </Section>
  );
}

const columns = (v: Messages['policyVersion'], words: Words) => [
  {
    key: 'purpose',
    label: words.t.columns.purpose,
    names: true,
    cell: ({ purpose }: Rule) => (
      <Foreign text={purpose === undefined ? words.t.everyPurpose : words.purpose(purpose)} />
    ),
  },
  { key: 'asker', label: words.t.columns.asker, cell: ({ asker }: Rule) => <Foreign text={words.asker(asker)} /> },
  { key: 'about', label: words.t.columns.about, cell: (rule: Rule) => words.ruleAbout(rule) },
  { key: 'shown', label: v.shown, cell: (rule: Rule) => <ShownBy rule={rule} words={words} /> },
  { key: 'told', label: v.told, cell: ({ disclosure }: Rule) => v.disclosures[disclosure].told },
  { key: 'rule', label: v.rule, cell: ({ id }: Rule) => <code>{id}</code> },
];

function ShownBy({ rule: { disclosure, broker, label }, words }: { rule: Rule; words: Words }) {
  const v = useText('policyVersion');
  if (label === undefined) return <Shown disclosure={disclosure} words={v.disclosures[disclosure].shown} />;
  return (
    <>
      <Shown disclosure={disclosure} words={fill(v.shownAs, { label })} />
      {broker !== undefined && (
        <div class="rv-small">
          <Foreign text={fill(v.brokerIs, { team: words.team(broker) })} />
        </div>
      )}
    </>
  );
}

/** Who stands in when a team makes one case stricter. */
export function BrokersView({ content, words }: { content: Content; words: Words }) {
  const v = useText('policyVersion');
  return (
    <Section title={v.brokersTitle}>
      <Text>{content.brokers.length === 0 ? v.noBrokers : v.brokersNote}</Text>
      {content.brokers.length > 0 && (
        <DataTable
          caption={v.brokersTitle}
          captionHidden
          rows={content.brokers}
          rowKey={(one) => content.brokers.indexOf(one)}
          columns={[
            {
              key: 'owner',
              label: words.t.brokers.owner,
              names: true,
              cell: ({ owner }) => <Foreign text={words.owner(owner)} />,
            },
            { key: 'broker', label: words.t.brokers.broker, cell: ({ team }) => <Foreign text={words.team(team)} /> },
            { key: 'label', label: words.t.brokers.label, cell: ({ label }) => <Foreign text={label} /> },
          ]}
        />
      )}
    </Section>
  );
}

/** What no rule can change. */
export function Always() {
  const v = useText('policyVersion');
  return (
    <Section title={v.alwaysTitle}>
      <ul class="rv-stack">
        {v.always.map((line) => (
          <li key={line}>{line}</li>
        ))}
      </ul>
    </Section>
  );
}
