import { useEffect, useLayoutEffect, useState } from 'preact/hooks';
import { Busy, Link, Notice, PageTitle, Stack, Text } from '../design';
import { desk } from '../shell/desk';
import { useFetched } from '../shell/fetched';
import { ProblemNotice } from '../shell/problem-notice';
import { pathOf } from '../shell/router';
import type { ScreenProps } from '../shell/screen';
import { fill, useText } from '../shell/texts';
import { Back } from './back';
import { type Basis, loadBasis } from './basis';
import { changesOf, countOf } from './changes';
import { type Draft, forgetDraft, keepDraft, keptDraft, withRule, withStandIn } from './draft';
import { DraftList } from './draft-list';
import type { Stage } from './draft-stage';
import { Propose } from './propose';
import { readPolicy } from './read-policy';
import { labelsIn, RuleForm } from './rule-form';
import type { Policy } from './shapes';
import { StandInForm } from './stand-in-form';
import { loadVersions } from './versions';
import { Words } from './words';

/** A new proposal, made out of a version. */
export function DraftScreen({ me, base }: ScreenProps & { base: string }) {
  const t = useText('policy');
  const { value, problem } = useFetched(async () => {
    const [basis, versions, policy] = await Promise.all([
      loadBasis(),
      loadVersions(),
      desk.raakvlak.policyRoom.policy(base),
    ]);
    return { basis, newest: versions[0]?.version ?? 0, policy: readPolicy(policy) };
  });
  return (
    <>
      {problem !== undefined && <ProblemNotice problem={problem} />}
      {value === undefined && problem === undefined && <Busy words={t.loading} />}
      {value !== undefined && <Drafting {...value} actor={me.actor} key={value.policy.version} />}
    </>
  );
}

interface Props {
  readonly basis: Basis;
  readonly policy: Policy;
  /** Number of the newest version */
  readonly newest: number;
  readonly actor: string;
}

function Drafting({ basis, policy, newest, actor }: Props) {
  const t = useText('policy');
  const d = useText('draft');
  const words = new Words(t, basis);
  const base = `v${policy.version}`;
  const [kept] = useState(() => keptDraft(actor, base));
  const [draft, setDraft] = useState<Draft>(
    kept ?? { base, rules: policy.rules, brokers: policy.brokers, effectiveFrom: '' },
  );
  const [stage, setStage] = useState<Stage>({ at: 'list' });
  const changes = changesOf(policy, draft);
  const touched = countOf(changes) > 0;
  useLeaveWarning(touched);
  useLanding(stage);
  const change = (next: Draft, land?: string): void => {
    keepDraft(actor, next);
    setDraft(next);
    if (land !== undefined) setStage({ at: 'list', land });
  };
  const begin = (): void => {
    forgetDraft();
    setDraft({ base, rules: policy.rules, brokers: policy.brokers, effectiveFrom: '' });
    setStage({ at: 'list', land: 'add-rule' });
  };
  const labels = labelsIn(draft.rules, draft.brokers);
  if (stage.at === 'rule') {
    const { place } = stage;
    return (
      <RuleForm
        rule={place === undefined ? undefined : draft.rules[place]}
        taken={draft.rules.filter((_, i) => i !== place).map(({ id }) => id)}
        labels={labels}
        words={words}
        onSave={(rule) => change(withRule(draft, rule, place), `edit-rule-${place ?? draft.rules.length}`)}
        onCancel={() => setStage({ at: 'list', land: place === undefined ? 'add-rule' : `edit-rule-${place}` })}
      />
    );
  }
  if (stage.at === 'stand-in') {
    const { place } = stage;
    return (
      <StandInForm
        standIn={place === undefined ? undefined : draft.brokers[place]}
        labels={labels}
        words={words}
        onSave={(one) => change(withStandIn(draft, one, place), `edit-stand-in-${place ?? draft.brokers.length}`)}
        onCancel={() => setStage({ at: 'list', land: place === undefined ? 'add-stand-in' : `edit-stand-in-${place}` })}
      />
    );
  }
  return (
    <Stack wide>
      <Back to="policy" words={t.back} />
      <PageTitle focus={stage.land === undefined ? true : undefined}>{fill(d.title, { n: policy.version })}</PageTitle>
      <Text>{d.note}</Text>
      {kept !== undefined && touched && <Notice kind="info">{d.kept}</Notice>}
      {newest > policy.version && <Planned newest={newest} />}
      <DraftList draft={draft} base={policy} words={words} onChange={change} onStage={setStage} />
      <Propose draft={draft} changes={changes} words={words} onChange={change} onThrowAway={begin} />
    </Stack>
  );
}

function Planned({ newest }: { newest: number }) {
  const d = useText('draft');
  return (
    <Notice kind="attention">
      <Text>{fill(d.planned, { n: newest })}</Text>
      <Link href={pathOf('policyVersion', { new: `v${newest}` })} block>
        {fill(d.plannedLink, { n: newest })}
      </Link>
    </Notice>
  );
}

/** Leaving the whole app would lose the draft: the browser asks first. */
function useLeaveWarning(on: boolean): void {
  useEffect(() => {
    if (!on) return undefined;
    const ask = (event: BeforeUnloadEvent): void => event.preventDefault();
    addEventListener('beforeunload', ask);
    return () => removeEventListener('beforeunload', ask);
  }, [on]);
}

/** Back in the list the focus is where it was. */
function useLanding(stage: Stage): void {
  const land = stage.at === 'list' ? stage.land : undefined;
  useLayoutEffect(() => {
    if (land !== undefined) document.getElementById(land)?.focus();
  }, [stage]);
}
