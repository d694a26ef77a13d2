import { Actions, Button, DataTable, Foreign, Named, Section, StatusBadge, Text } from '../design';
import { fill, useText } from '../shell/texts';
import { changesOf } from './changes';
import { type Draft, withoutRule, withoutStandIn, withRule } from './draft';
import type { Stage } from './draft-stage';
import { disclosureWords, ruleWords } from './rule-words';
import type { Content, Rule, StandIn } from './shapes';
import type { Words } from './words';

interface Props {
  readonly draft: Draft;
  readonly base: Content;
  readonly words: Words;
  /** @param land id of what gets the focus then */
  readonly onChange: (draft: Draft, land: string) => void;
  readonly onStage: (stage: Stage) => void;
}

/** The rules and stand-ins of the draft, with what can be done to each. */
export function DraftList(props: Props) {
  const d = useText('draft');
  return (
    <>
      <Section title={d.rulesTitle}>
        <RuleTable {...props} />
        <Actions>
          <Button id="add-rule" onClick={() => props.onStage({ at: 'rule' })}>
            {d.add}
          </Button>
        </Actions>
      </Section>
      <Removed {...props} />
      <Section title={d.standIns}>
        {props.draft.brokers.length > 0 && <StandInTable {...props} />}
        <Actions>
          <Button id="add-stand-in" onClick={() => props.onStage({ at: 'stand-in' })}>
            {d.addStandIn}
          </Button>
        </Actions>
      </Section>
    </>
  );
}

function RuleTable({ draft, base, words, onChange, onStage }: Props) {
  const t = useText('policy');
  const d = useText('draft');
  const { added, changed } = changesOf(base, draft);
  const placeOf = (rule: Rule): number => draft.rules.indexOf(rule);
  if (draft.rules.length === 0) return <Text>{d.noRules}</Text>;
  return (
    <DataTable
      caption={d.rulesTitle}
      captionHidden
      rows={draft.rules}
      rowKey={({ id }) => id}
      columns={[
        {
          key: 'owner',
          label: t.columns.owner,
          names: true,
          cell: ({ id, owner }) => (
            <>
              <Foreign text={words.owner(owner)} />
              <div class="rv-small">
                <code>{id}</code>
              </div>
              {added.some((one) => one.id === id) && <StatusBadge tone="attention">{d.fresh}</StatusBadge>}
              {changed.some(({ to }) => to.id === id) && <StatusBadge tone="attention">{d.touched}</StatusBadge>}
            </>
          ),
        },
        {
          key: 'purpose',
          label: t.columns.purpose,
          cell: ({ purpose }) => <Foreign text={purpose === undefined ? t.everyPurpose : words.purpose(purpose)} />,
        },
        { key: 'asker', label: t.columns.asker, cell: ({ asker }) => <Foreign text={words.asker(asker)} /> },
        { key: 'about', label: t.columns.about, cell: (rule) => words.ruleAbout(rule) },
        {
          key: 'disclosure',
          label: d.rule.disclosure,
          cell: ({ disclosure, label }) => <Foreign text={disclosureWords(disclosure, label, words)} />,
        },
        {
          key: 'acts',
          label: d.acts,
          cell: (rule) => (
            <Acts
              id={`edit-rule-${placeOf(rule)}`}
              edit={fill(d.editNamed, { id: rule.id })}
              remove={fill(d.removeNamed, { id: rule.id })}
              onEdit={() => onStage({ at: 'rule', place: placeOf(rule) })}
              onRemove={() => onChange(withoutRule(draft, placeOf(rule)), after('rule', placeOf(rule), draft.rules))}
            />
          ),
        },
      ]}
    />
  );
}

/** Where the focus goes when something was taken away: to what stands in its place. */
const after = (what: 'rule' | 'stand-in', place: number, all: readonly unknown[]): string =>
  place < all.length - 1 ? `edit-${what}-${place}` : `add-${what}`;

interface ActsProps {
  readonly id: string;
  readonly edit: string;
  readonly remove: string;
  readonly onEdit: () => void;
  readonly onRemove: () => void;
}

function Acts({ id, edit, remove, onEdit, onRemove }: ActsProps) {
  const d = useText('draft');
  return (
    <div class="rv-row">
      <Button id={id} compact onClick={onEdit}>
        <Named short={d.edit} whole={edit} />
      </Button>
      <Button compact appearance="subtle" onClick={onRemove}>
        <Named short={d.remove} whole={remove} />
      </Button>
    </div>
  );
}

function Removed({ draft, base, words, onChange }: Props) {
  const d = useText('draft');
  const { removed } = changesOf(base, draft);
  if (removed.length === 0) return null;
  return (
    <Section title={d.removedTitle} level={3}>
      <ul class="rv-list rv-stack">
        {removed.map((rule) => (
          <li key={rule.id} class="rv-row">
            <span>
              <code>{rule.id}</code>: <Foreign text={ruleWords(rule, words)} />
            </span>
            <Button
              compact
              onClick={() => onChange(withRule(draft, rule, undefined), `edit-rule-${draft.rules.length}`)}
            >
              <Named short={d.putBack} whole={fill(d.putBackNamed, { id: rule.id })} />
            </Button>
          </li>
        ))}
      </ul>
    </Section>
  );
}

function StandInTable({ draft, words, onChange, onStage }: Props) {
  const t = useText('policy');
  const d = useText('draft');
  const placeOf = (one: StandIn): number => draft.brokers.indexOf(one);
  return (
    <DataTable
      caption={d.standIns}
      captionHidden
      rows={draft.brokers}
      rowKey={placeOf}
      columns={[
        {
          key: 'owner',
          label: t.brokers.owner,
          names: true,
          cell: ({ owner }) => <Foreign text={words.owner(owner)} />,
        },
        { key: 'broker', label: t.brokers.broker, cell: ({ team }) => <Foreign text={words.team(team)} /> },
        { key: 'label', label: t.brokers.label, cell: ({ label }) => <Foreign text={label} /> },
        {
          key: 'acts',
          label: d.acts,
          cell: (one) => (
            <Acts
              id={`edit-stand-in-${placeOf(one)}`}
              edit={fill(d.editStandInNamed, { owner: words.owner(one.owner) })}
              remove={fill(d.removeStandInNamed, { owner: words.owner(one.owner) })}
              onEdit={() => onStage({ at: 'stand-in', place: placeOf(one) })}
              onRemove={() =>
                onChange(withoutStandIn(draft, placeOf(one)), after('stand-in', placeOf(one), draft.brokers))
              }
            />
          ),
        },
      ]}
    />
  );
}
