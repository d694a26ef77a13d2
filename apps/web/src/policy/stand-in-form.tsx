import { useState } from 'preact/hooks';
import { Actions, Button, ErrorSummary, PageTitle, SelectField, Stack } from '../design';
import { useText } from '../shell/texts';
import { partKey } from './part';
import { partChoices } from './part-choices';
import { BrokerFields } from './rule-form';
import { partOf } from './rule-fields';
import type { StandIn } from './shapes';
import { LINE } from './spelling';
import type { Words } from './words';

interface Props {
  readonly standIn: StandIn | undefined;
  readonly labels: Readonly<Record<string, string>>;
  readonly words: Words;
  readonly onSave: (standIn: StandIn) => void;
  readonly onCancel: () => void;
}

/** Who stands in for which teams when one of them makes a case stricter. */
export function StandInForm({ standIn, labels, words, onSave, onCancel }: Props) {
  const d = useText('draft');
  const { rule: r, standIn: s } = d;
  const [owner, setOwner] = useState(partKey(standIn?.owner));
  const [fields, setFields] = useState({ broker: standIn?.team ?? '', label: standIn?.label ?? '' });
  const [attempt, setAttempt] = useState(0);
  const missing = {
    owner: owner === '' ? s.ownerMissing : undefined,
    broker: fields.broker === '' ? r.faults['broker-missing'] : undefined,
    label: LINE(120).test(fields.label.trim()) ? undefined : r.faults['label-form'],
  };
  const faults = attempt === 0 ? { owner: undefined, broker: undefined, label: undefined } : missing;
  const submit = (event: Event): void => {
    event.preventDefault();
    if (Object.values(missing).every((fault) => fault === undefined))
      return onSave({ owner: partOf(owner), team: fields.broker, label: fields.label.trim() });
    setAttempt(attempt + 1);
  };
  return (
    <form onSubmit={submit} noValidate autocomplete="off">
      <Stack wide>
        <PageTitle focus>{standIn === undefined ? s.freshTitle : s.editTitle}</PageTitle>
        <ErrorSummary
          title={d.faultsTitle}
          attempt={attempt}
          errors={Object.entries(faults).flatMap(([name, text]) =>
            text === undefined ? [] : [{ fieldId: `rule-${name}`, text }],
          )}
        />
        <SelectField
          id="rule-owner"
          label={s.owner}
          value={owner}
          none={s.ownerNone}
          error={faults.owner}
          choices={partChoices(words, 'owner', owner)}
          onChange={setOwner}
        />
        <BrokerFields
          broker={fields.broker}
          label={fields.label}
          faults={faults}
          labels={labels}
          words={words}
          onChange={(more) => setFields({ ...fields, ...more })}
        />
        <Actions>
          <Button type="submit" appearance="primary">
            {s.save}
          </Button>
          <Button appearance="subtle" onClick={onCancel}>
            {r.cancel}
          </Button>
        </Actions>
      </Stack>
    </form>
  );
}
