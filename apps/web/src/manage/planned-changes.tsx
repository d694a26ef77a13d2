import type { TeamChange } from '#client/browser';
import { useState } from 'preact/hooks';
import { Button, DataTable, Foreign, Named, Section, StatusBadge, Text } from '../design';
import { Confirm } from '../shell/confirm';
import { desk } from '../shell/desk';
import { day, fill, useText } from '../shell/texts';
import { type Basis, nameOf } from './basis';

const TONES = {
  proposed: 'attention',
  announced: 'neutral',
  'under-way': 'neutral',
  'carried-out': 'success',
  cancelled: 'neutral',
  lapsed: 'danger',
} as const;

/** Changes that are not over, and that can still be stopped before their day. */
export function PlannedChanges({ basis, onCancelled }: { basis: Basis; onCancelled: () => void }) {
  const t = useText('manage');
  const w = useText('teams');
  const [stopping, setStopping] = useState<TeamChange>();
  const said = ({ kind, team, to }: TeamChange): string =>
    fill(w.changeWords[kind], {
      team: nameOf(basis.teams, team),
      to: kind === 'rename' ? to : nameOf(basis.teams, to),
    });
  const stop = async ({ id }: TeamChange): Promise<void> => {
    await desk.raakvlak.organisation.cancel(id);
    setStopping(undefined);
    onCancelled();
  };
  return (
    <Section title={w.changesTitle}>
      {basis.changes.length === 0 ? (
        <Text>{w.noChanges}</Text>
      ) : (
        <DataTable
          caption={w.changesTitle}
          captionHidden
          rows={basis.changes}
          rowKey={({ id }) => id}
          columns={[
            { key: 'what', label: w.what, names: true, cell: (change) => <Foreign text={said(change)} /> },
            { key: 'day', label: w.day, cell: ({ on }) => day(on) },
            {
              key: 'state',
              label: t.state,
              cell: ({ state }) => <StatusBadge tone={TONES[state]}>{w.changeStates[state]}</StatusBadge>,
            },
            {
              key: 'acts',
              label: t.acts,
              cell: (change) =>
                change.state === 'under-way' ? null : (
                  <Button compact onClick={() => setStopping(change)}>
                    <Named short={w.cancelChange} whole={fill(w.cancelNamed, { what: said(change) })} />
                  </Button>
                ),
            },
          ]}
        />
      )}
      {stopping !== undefined && (
        <Confirm
          title={w.cancelTitle}
          yes={w.cancelChange}
          busy={w.cancelling}
          danger
          onYes={() => stop(stopping)}
          onClose={() => setStopping(undefined)}
        >
          <Text>
            <Foreign text={fill(w.cancelSure, { what: said(stopping) })} />
          </Text>
        </Confirm>
      )}
    </Section>
  );
}
