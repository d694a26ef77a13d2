import { useState } from 'preact/hooks';
import { Actions, Button, Card, Section, Text } from '../design';
import { Confirm } from '../shell/confirm';
import { counted, fill, useText } from '../shell/texts';
import { CaseChoice } from './case-choice';
import { type Act, carryOut, type Done } from './outcomes';
import { Outcomes } from './outcomes-view';
import { leftOpen, type Row, runsOutSoon } from './rows';

const FIELD = 'expiring';

interface Props {
  /** All of the team */
  readonly rows: readonly Row[];
  readonly today: string;
  readonly onChanged: () => void;
}

/** What somebody must decide about before it lapses by itself, and what came of it. */
export function Expiring({ rows, today, onChanged }: Props) {
  const ours = useText('ours');
  const { soon: t } = ours;
  const [ids, setIds] = useState<readonly string[]>([]);
  const [asked, setAsked] = useState<Act>();
  const [missing, setMissing] = useState(false);
  const [done, setDone] = useState<Done & { readonly left: readonly Row[]; readonly at: number }>();
  const expiring = rows.filter((row) => runsOutSoon(row, today));
  const chosen = expiring.filter(({ id }) => ids.includes(id));

  const ask = (act: Act): void => {
    setMissing(chosen.length === 0);
    if (chosen.length > 0) setAsked(act);
  };
  const act = async (what: Act, about: readonly Row[]): Promise<void> => {
    const result = await carryOut(what, about);
    const ended = what === 'end' ? result.outcomes.map(({ row }) => row) : [];
    setDone({ ...result, left: leftOpen(ended, rows), at: Date.now() });
    setAsked(undefined);
    setIds([]);
    onChanged();
  };

  if (expiring.length === 0 && done === undefined) return null;
  return (
    <Card>
      {done !== undefined && <Outcomes done={done} focus={done.at} onEnd={(addresses) => act('end', addresses)} />}
      {expiring.length > 0 && (
        <Section title={t.title}>
          <Text>{t.note}</Text>
          <CaseChoice
            id={FIELD}
            label={t.choose}
            error={missing && chosen.length === 0 ? t.missing : undefined}
            rows={expiring}
            chosen={chosen.map(({ id }) => id)}
            onChange={setIds}
          />
          <Actions>
            <Button appearance="primary" onClick={() => ask('renew')}>
              {chosen.length === 0 ? ours.renew : fill(t.renew, { n: chosen.length })}
            </Button>
            <Button onClick={() => ask('end')}>
              {chosen.length === 0 ? ours.end : fill(t.end, { n: chosen.length })}
            </Button>
          </Actions>
          <div role="status">{missing && chosen.length === 0 && <Text>{t.missing}</Text>}</div>
        </Section>
      )}
      {asked !== undefined && (
        <Sure act={asked} chosen={chosen} onYes={() => act(asked, chosen)} onClose={() => setAsked(undefined)} />
      )}
    </Card>
  );
}

interface SureProps {
  readonly act: Act;
  readonly chosen: readonly Row[];
  readonly onYes: () => Promise<void>;
  readonly onClose: () => void;
}

function Sure({ act, chosen, onYes, onClose }: SureProps) {
  const { soon: t } = useText('ours');
  const ending = act === 'end';
  const delivered = chosen.filter(({ registeredBy }) => registeredBy === 'connection').length;
  return (
    <Confirm
      title={counted(chosen.length, ending ? t.endTitle : t.renewTitle)}
      yes={ending ? t.endYes : t.renewYes}
      busy={t.busy}
      danger={ending}
      onYes={onYes}
      onClose={onClose}
    >
      <Text>{ending ? t.endNote : t.renewNote}</Text>
      {ending && delivered > 0 && <Text>{fill(t.endConnection, { n: delivered })}</Text>}
    </Confirm>
  );
}
