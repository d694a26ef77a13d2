import { useState } from 'preact/hooks';
import { Actions, Button, ChoiceCards, ErrorSummary, PageTitle, SelectField, Stack, TextField } from '../design';
import { fill, useText } from '../shell/texts';
import { brokerChoices, partChoices } from './part-choices';
import { fieldsOf, type RuleFaults, type RuleFields, ruleOf, rungsFor } from './rule-fields';
import { DISCLOSURES, KINDS, type Rule, type StandIn } from './shapes';
import { raised, type Words } from './words';

interface Props {
  /** Undefined for a new one */
  readonly rule: Rule | undefined;
  /** Names of the other rules */
  readonly taken: readonly string[];
  /** A neutral name that a broker has already, by its team */
  readonly labels: Readonly<Record<string, string>>;
  readonly words: Words;
  readonly onSave: (rule: Rule) => void;
  readonly onCancel: () => void;
}

/** One rule: who asks, why, whose involvement, about what, and what becomes of it. */
export function RuleForm({ rule, taken, labels, words, onSave, onCancel }: Props) {
  const t = useText('policy');
  const d = useText('draft');
  const r = d.rule;
  const [fields, setFields] = useState(() => fieldsOf(rule));
  const [faults, setFaults] = useState<RuleFaults>({});
  const [attempt, setAttempt] = useState(0);
  const set = (more: Partial<RuleFields>): void => setFields({ ...fields, ...more });
  const said = (name: keyof RuleFields): string | undefined => {
    const fault = faults[name];
    return fault === undefined ? undefined : r.faults[fault];
  };
  const submit = (event: Event): void => {
    event.preventDefault();
    const read = ruleOf(fields, taken);
    if ('rule' in read) return onSave(read.rule);
    setFaults(read.faults);
    setAttempt(attempt + 1);
  };
  return (
    <form onSubmit={submit} noValidate autocomplete="off">
      <Stack wide>
        <PageTitle focus>{rule === undefined ? r.freshTitle : fill(r.editTitle, { id: rule.id })}</PageTitle>
        <ErrorSummary
          title={d.faultsTitle}
          attempt={attempt}
          errors={(Object.keys(faults) as (keyof RuleFields)[]).map((name) => ({
            fieldId: `rule-${name}`,
            text: said(name) ?? '',
          }))}
        />
        <Question fields={fields} set={set} words={words} />
        <ChoiceCards
          id="rule-disclosure"
          label={r.disclosure}
          value={fields.disclosure}
          error={said('disclosure')}
          choices={DISCLOSURES.map((value) => ({
            value: value as string,
            label: t.disclosures[value],
            hint: r.hints[value],
          }))}
          onChange={(disclosure) => set({ disclosure })}
        />
        {fields.disclosure === 'mediated' && (
          <BrokerFields
            broker={fields.broker}
            label={fields.label}
            faults={{ broker: said('broker'), label: said('label') }}
            labels={labels}
            words={words}
            onChange={set}
          />
        )}
        <TextField
          id="rule-id"
          label={r.id}
          hint={r.idHint}
          value={fields.id}
          error={said('id')}
          onInput={(id) => set({ id })}
        />
        <Actions>
          <Button type="submit" appearance="primary">
            {r.save}
          </Button>
          <Button appearance="subtle" onClick={onCancel}>
            {r.cancel}
          </Button>
        </Actions>
      </Stack>
    </form>
  );
}

interface QuestionProps {
  readonly fields: RuleFields;
  readonly set: (more: Partial<RuleFields>) => void;
  readonly words: Words;
}

/** To which questions the rule applies. */
function Question({ fields, set, words }: QuestionProps) {
  const t = useText('policy');
  const r = useText('draft').rule;
  const rungs = rungsFor(fields.kind);
  const purposes = words.basis.purposes.map(({ code, shown }) => ({ value: code, label: shown.name }));
  return (
    <>
      <SelectField
        id="rule-owner"
        label={r.owner}
        value={fields.owner}
        choices={[{ value: '', label: raised(t.everyTeam) }, ...partChoices(words, 'owner', fields.owner)]}
        onChange={(owner) => set({ owner })}
      />
      <SelectField
        id="rule-asker"
        label={r.asker}
        value={fields.asker}
        choices={[{ value: '', label: raised(t.everybody) }, ...partChoices(words, 'asker', fields.asker)]}
        onChange={(asker) => set({ asker })}
      />
      <SelectField
        id="rule-purpose"
        label={r.purpose}
        value={fields.purpose}
        choices={[{ value: '', label: raised(t.everyPurpose) }, ...withOwn(purposes, fields.purpose)]}
        onChange={(purpose) => set({ purpose })}
      />
      <SelectField
        id="rule-kind"
        label={r.kind}
        value={fields.kind}
        choices={[
          { value: '', label: raised(t.everyKind) },
          ...KINDS.map((kind) => ({ value: kind as string, label: raised(t.kinds[kind]) })),
        ]}
        onChange={(kind) => set({ kind, rung: rungsFor(kind).some((one) => one === fields.rung) ? fields.rung : '' })}
      />
      {rungs.length > 1 && (
        <SelectField
          id="rule-rung"
          label={r.rung}
          hint={r.rungHint}
          value={fields.rung}
          choices={[
            { value: '', label: raised(r.everyRung) },
            ...rungs.map((rung) => ({ value: rung as string, label: raised(t.rungs[rung]) })),
          ]}
          onChange={(rung) => set({ rung })}
        />
      )}
    </>
  );
}

const withOwn = (choices: readonly { value: string; label: string }[], own: string) =>
  own === '' || choices.some(({ value }) => value === own) ? choices : [{ value: own, label: own }, ...choices];

interface BrokerProps {
  readonly broker: string;
  readonly label: string;
  readonly faults: { readonly broker: string | undefined; readonly label: string | undefined };
  readonly labels: Readonly<Record<string, string>>;
  readonly words: Words;
  readonly onChange: (more: { broker?: string; label?: string }) => void;
}

/** Who brings both together, and under which name: the one that it has already, unless somebody writes another. */
export function BrokerFields({ broker, label, faults, labels, words, onChange }: BrokerProps) {
  const r = useText('draft').rule;
  return (
    <>
      <SelectField
        id="rule-broker"
        label={r.broker}
        value={broker}
        none={r.brokerNone}
        error={faults.broker}
        choices={brokerChoices(words, broker)}
        onChange={(chosen) => onChange({ broker: chosen, ...(label === '' ? { label: labels[chosen] ?? '' } : {}) })}
      />
      <TextField
        id="rule-label"
        label={r.label}
        hint={r.labelHint}
        value={label}
        error={faults.label}
        onInput={(text) => onChange({ label: text })}
      />
    </>
  );
}

/** Neutral names in use, by the team that bears them. */
export const labelsIn = (rules: readonly Rule[], brokers: readonly StandIn[]): Readonly<Record<string, string>> =>
  Object.fromEntries([
    ...rules.flatMap(({ broker, label }) => (broker === undefined || label === undefined ? [] : [[broker, label]])),
    ...brokers.map(({ team, label }) => [team, label]),
  ]) as Record<string, string>;
