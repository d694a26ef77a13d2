import { Problem } from '#problem';
import { useState } from 'preact/hooks';
import '../design/fields.css';
import { Busy, PageTitle, Stack, Text } from '../design';
import { desk } from '../shell/desk';
import { useFetched } from '../shell/fetched';
import { later } from '../shell/later';
import { ProblemNotice } from '../shell/problem-notice';
import type { ScreenProps } from '../shell/screen';
import { useText } from '../shell/texts';
import { Back } from './back';
import { loadBasis } from './basis';
import { readSimulation } from './read-simulation';
import { askedOf, type Asked, bodyOf, firstAsked } from './simulation';
import { SimulatorForm } from './simulator-form';
import type { Simulation } from './shapes';
import { loadProposals, loadVersions, policyChoices } from './versions';
import { Words } from './words';

const SimulatorResult = later(async () => (await import('./simulator-result')).SimulatorResult, ['simulation']);

/** What would somebody see who asks, and what would the team hear? About nobody. */
export default function SimulatorScreen({ me, query }: ScreenProps) {
  const t = useText('policy');
  const s = useText('simulator');
  const { value, problem } = useFetched(async () => {
    const [basis, versions, proposals] = await Promise.all([
      loadBasis(),
      loadVersions(),
      me.rights.includes('proposal.read') ? loadProposals() : [],
    ]);
    return { basis, versions, proposals };
  });
  return (
    <Stack wide>
      <Back to="policy" words={t.back} />
      <PageTitle focus>{s.title}</PageTitle>
      <Text>{s.intro}</Text>
      {problem !== undefined && <ProblemNotice problem={problem} />}
      {value === undefined && problem === undefined && <Busy words={t.loading} />}
      {value !== undefined && (
        <Bench
          words={new Words(t, value.basis)}
          choices={policyChoices(value.versions, value.proposals, me, t)}
          inForce={value.versions.find(({ state }) => state === 'in-force')?.version}
          policy={query.get('policy') ?? undefined}
        />
      )}
    </Stack>
  );
}

interface Props {
  readonly words: Words;
  readonly choices: readonly { value: string; label: string }[];
  readonly inForce: number | undefined;
  readonly policy: string | undefined;
}

interface Outcome {
  readonly asked: Asked;
  readonly simulation: Simulation;
  /** Counts, so that each result takes the focus */
  readonly turn: number;
}

function Bench({ words, choices, inForce, policy }: Props) {
  const all =
    choices.some(({ value }) => value === policy) || policy === undefined
      ? choices
      : [{ value: policy, label: policy }, ...choices];
  const [asked, setAsked] = useState(() => firstAsked(policy ?? (inForce === undefined ? '' : `v${inForce}`)));
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem>();
  const [outcome, setOutcome] = useState<Outcome>();
  const run = async (): Promise<void> => {
    if (busy) return;
    setBusy(true);
    setProblem(undefined);
    try {
      const { directory } = words.basis;
      const whole = readSimulation(await desk.raakvlak.policyRoom.simulate(bodyOf(asked, directory)));
      const byCode = new Map(whole.owners.map((one) => [one.owner, one]));
      const simulation = { ...whole, owners: directory.teams().flatMap(({ code }) => byCode.get(code) ?? []) };
      setOutcome((before) => ({ asked, simulation, turn: (before?.turn ?? 0) + 1 }));
    } catch (fault) {
      if (!(fault instanceof Problem)) throw fault;
      setProblem(fault);
    }
    setBusy(false);
  };
  return (
    <>
      <SimulatorForm
        asked={asked}
        choices={all}
        words={words}
        busy={busy}
        onChange={(more) => setAsked(askedOf({ ...asked, ...more }, words.basis.purposes))}
        onRun={() => void run()}
      />
      {problem !== undefined && <ProblemNotice problem={problem} />}
      {outcome !== undefined && (
        <SimulatorResult
          {...outcome}
          called={all.find(({ value }) => value === outcome.asked.policy)?.label ?? outcome.asked.policy}
          words={words}
        />
      )}
    </>
  );
}
