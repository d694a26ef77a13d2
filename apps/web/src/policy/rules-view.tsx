import { DataTable, Foreign, Icon, Section, Stack, Text } from '../design';
import { fill, useText } from '../shell/texts';
import { byOwner } from './rules';
import type { Content, Disclosure, Rule } from './shapes';
import type { Words } from './words';

const ICONS = { open: 'phone', mediated: 'people', silent: 'lock', closed: 'lock' } as const;

/** What an asker sees, in a word beside its drawing. */
export const Shown = ({ disclosure, words }: { disclosure: Disclosure; words: string }) => (
  <div>
    <Icon name={ICONS[disclosure]} /> <Foreign text={words} />
  </div>
);

/** The bare rules in words, by whose involvement they are about. */
export function RulesView({ content, words }: { content: Content; words: Words }) {
  const t = useText('policy');
  const v = t.version;
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
            columns={columns(t, words)}
          />
        ))}
      </Stack>
    </Section>
  );
}

type Texts = Words['t'];

const columns = (t: Texts, words: Words) => [
  {
    key: 'purpose',
    label: t.version.purpose,
    names: true,
    cell: ({ purpose }: Rule) => <Foreign text={purpose === undefined ? t.everyPurpose : words.purpose(purpose)} />,
  },
  { key: 'asker', label: t.version.asker, cell: ({ asker }: Rule) => <Foreign text={words.asker(asker)} /> },
  { key: 'about', label: t.version.about, cell: (rule: Rule) => words.ruleAbout(rule) },
  { key: 'shown', label: t.version.shown, cell: (rule: Rule) => <ShownBy rule={rule} words={words} /> },
  { key: 'told', label: t.version.told, cell: ({ disclosure }: Rule) => t.disclosures[disclosure].told },
  { key: 'rule', label: t.version.rule, cell: ({ id }: Rule) => <code>{id}</code> },
];

function ShownBy({ rule: { disclosure, broker, label }, words }: { rule: Rule; words: Words }) {
  const { t } = words;
  if (label === undefined) return <Shown disclosure={disclosure} words={t.disclosures[disclosure].shown} />;
  return (
    <>
      <Shown disclosure={disclosure} words={fill(t.version.shownAs, { label })} />
      {broker !== undefined && (
        <div class="rv-small">
          <Foreign text={fill(t.version.brokerIs, { team: words.team(broker) })} />
        </div>
      )}
    </>
  );
}

/** Who stands in when a team makes one case stricter. */
export function BrokersView({ content, words }: { content: Content; words: Words }) {
  const v = useText('policy').version;
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
              label: v.brokerOwner,
              names: true,
              cell: ({ owner }) => <Foreign text={words.owner(owner)} />,
            },
            { key: 'broker', label: v.broker, cell: ({ team }) => <Foreign text={words.team(team)} /> },
            { key: 'label', label: v.brokerLabel, cell: ({ label }) => <Foreign text={label} /> },
          ]}
        />
      )}
    </Section>
  );
}

/** What no rule can change. */
export function Always() {
  const v = useText('policy').version;
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
