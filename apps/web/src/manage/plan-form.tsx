import type { TeamChange } from '#client/browser';
import { useState } from 'preact/hooks';
import { ChoiceCards, DateField, Foreign, SelectField, Text, TextField } from '../design';
import { dayOf, daysAfter } from '../ours/days';
import { Confirm } from '../shell/confirm';
import { desk } from '../shell/desk';
import { go, pathOf } from '../shell/router';
import { day, fill, useText } from '../shell/texts';
import { type Basis, nameOf } from './basis';
import { FormPage } from './form-page';
import { CHANGE_KINDS, type ChangeKind, type ManagedTeam, type PlanFields, planFaults, takersOf } from './teams';
import { useFaults } from './use-faults';

const LONGEST = 365;

/** Something of a team changes on a day. */
export function PlanForm({ team, basis }: { team: ManagedTeam; basis: Basis }) {
  const t = useText('manage');
  const w = useText('teams');
  const [today] = useState(() => dayOf(Date.now()));
  const last = daysAfter(today, LONGEST);
  const [plan, setPlan] = useState<PlanFields>({ kind: '', newName: '', to: '', on: today });
  const [sure, setSure] = useState(false);
  const { error, saying } = useFaults();
  const { kind, newName, to, on } = plan;
  const set = (more: Partial<PlanFields>): void => setPlan({ ...plan, ...more });
  const carryOut = async (): Promise<void> => {
    const { state } = await planned(team.code, plan);
    go(pathOf('teams', { change: state }));
  };
  return (
    <>
      <FormPage
        title={fill(w.planTitle, { name: team.name })}
        back={{ href: pathOf('teams'), words: w.title }}
        submit={w.next}
        busy={w.planning}
        check={() => saying(planFaults(plan, today, last))}
        send={() => Promise.resolve(setSure(true))}
      >
        <ChoiceCards<ChangeKind>
          id="kind"
          label={w.kind}
          value={kind === '' ? undefined : kind}
          error={error('kind')}
          choices={CHANGE_KINDS.map((value) => ({ value, label: w.kinds[value], hint: w.kindHints[value] }))}
          onChange={(chosen) => set({ kind: chosen })}
        />
        {kind === 'rename' && (
          <TextField
            id="new-name"
            label={w.newName}
            value={newName}
            error={error('new-name')}
            onInput={(typed) => set({ newName: typed })}
          />
        )}
        {kind !== '' && kind !== 'rename' && (
          <SelectField
            id="to"
            label={w.to}
            none={t.choose}
            value={to}
            error={error('to')}
            choices={takersOf(team, basis.teams).map(({ code, name }) => ({ value: code, label: name }))}
            onChange={(chosen) => set({ to: chosen })}
          />
        )}
        <DateField
          id="on"
          label={w.on}
          hint={w.onHint}
          value={on}
          min={today}
          max={last}
          error={error('on')}
          onInput={(chosen) => set({ on: chosen })}
        />
      </FormPage>
      {sure && kind !== '' && (
        <Confirm
          title={w.sureTitle}
          yes={w.yes}
          busy={w.planning}
          danger={kind !== 'rename'}
          onYes={carryOut}
          onClose={() => setSure(false)}
        >
          <Text>
            <Foreign
              text={fill(w.sure[kind], {
                day: day(on),
                team: team.name,
                to: kind === 'rename' ? newName.trim() : nameOf(basis.teams, to),
              })}
            />
          </Text>
          {kind !== 'rename' && <Text>{w.sureMore}</Text>}
        </Confirm>
      )}
    </>
  );
}

function planned(team: string, { kind, newName, to, on }: PlanFields): Promise<TeamChange> {
  const { organisation } = desk.raakvlak;
  if (kind === 'rename') return organisation.rename(team, newName.trim(), on);
  return kind === 'merge' ? organisation.merge(team, to, on) : organisation.handOver(team, to, 'all', on);
}
