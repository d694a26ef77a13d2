import type { Inquiry } from '#client/browser';
import type { Problem } from '#problem';
import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import { Actions, Busy, Button, Notice, PageTitle, Progress, Stack, Text } from '../design';
import { Mistake } from '../ask/mistake';
import { Coverage } from '../ask/result';
import { desk } from '../shell/desk';
import { Forgetting } from '../shell/forgetting';
import { ProblemNotice } from '../shell/problem-notice';
import { clock, counted, day, fill, moment, text, useText } from '../shell/texts';
import { BESIDE_OTHERS } from './beside';
import { AnswerTable } from './answer-table';
import { Keep } from './keep';
import { type Judged, type Question, questionsIn } from './lines';
import type { Draft } from './list-form';
import { type Answered, askInParts } from './run';

interface Props {
  readonly judged: readonly Judged[];
  readonly draft: Draft;
  readonly name: string;
  readonly onBack: () => void;
  readonly onAgain: () => void;
  readonly forget: () => void;
}

/** The list is asked part after part; what was answered stands below, whatever happens to the rest. */
export function AnswerStep({ judged, draft, name, onBack, onAgain, forget }: Props) {
  const t = useText('list');
  const questions = useMemo(() => questionsIn(judged), [judged]);
  const run = useRun(questions, draft);
  const { answered, inquiry, running } = run;
  return (
    <Stack wide>
      <Course run={run} all={questions.length} onBack={onBack} />
      <Printed draft={draft} name={name} answered={answered} left={questions.length - answered.length} />
      {inquiry !== undefined && (
        <>
          {!running && <Keep judged={judged} answered={answered} coverage={inquiry.coverage} onAgain={onAgain} />}
          <AnswerTable answered={answered} inquiry={inquiry} draft={draft} filters={!running} />
          <Text>{t.nothing}</Text>
          <Coverage inquiry={inquiry} />
        </>
      )}
      {!running && inquiry !== undefined && <After answered={answered} />}
      <Forgetting on forget={forget} busy={running} {...BESIDE_OTHERS} />
    </Stack>
  );
}

interface CourseProps {
  readonly run: Run;
  readonly all: number;
  readonly onBack: () => void;
}

/** How far it is, and the way to stop it or to go on. */
function Course({ run, all, onBack }: CourseProps) {
  const t = useText('list');
  const { answered, problem, running, stopping, go, stop } = run;
  const left = all - answered.length;
  const box = useRef<HTMLDivElement>(null);
  const [focus, setFocus] = useState(0);
  useEffect(() => {
    // Whoever is reading a row already is left there.
    const at = document.activeElement;
    if (at === null || at === document.body || box.current?.contains(at) === true) setFocus((count) => count + 1);
  }, [running]);
  return (
    <div ref={box}>
      <Stack>
        <PageTitle focus={focus}>{running ? t.runningTitle : left > 0 ? t.stoppedTitle : t.doneTitle}</PageTitle>
        {(running || left > 0) && (
          <div class="no-print">
            <Progress
              label={t.progress}
              words={fill(t.progressWords, { n: answered.length, all })}
              value={answered.length}
              max={all}
            />
          </div>
        )}
        <Busy words={running ? (stopping ? t.stopping : t.running) : ''} />
        {running && (
          <Actions>
            <Button icon="stop" busy={stopping && t.stopping} onClick={stop}>
              {t.stop}
            </Button>
          </Actions>
        )}
        {!running && left > 0 && (
          <Rest left={left} problem={problem} any={answered.length > 0} onGo={go} onBack={onBack} />
        )}
      </Stack>
    </div>
  );
}

interface PrintedProps {
  readonly draft: Draft;
  readonly name: string;
  readonly answered: readonly Answered[];
  readonly left: number;
}

/** What a print says above its table: what for, by whom, when, and what is missing. */
function Printed({ draft: { purposeName, building }, name, answered: [first], left }: PrintedProps) {
  const t = useText('list');
  const { printedBy, printedNobody } = useText('answer');
  return (
    <div class="print-only">
      <Text>{purposeName}</Text>
      {building && <Text>{t.printedBuilding}</Text>}
      {first !== undefined && (
        <Text>{fill(printedBy, { name: name === '' ? printedNobody : name, at: moment(first.at) })}</Text>
      )}
      {left > 0 && <Text>{counted(left, t.notAskedYet)}</Text>}
    </div>
  );
}

function After({ answered }: { answered: readonly Answered[] }) {
  const t = useText('list');
  return (
    <div class="no-print">
      <Stack>
        <Mistake receipts={answered.map(({ answer }) => answer.receipt)} />
        <Text small>{t.emptied}</Text>
      </Stack>
    </div>
  );
}

interface RestProps {
  readonly left: number;
  readonly problem: Problem | undefined;
  /** Whether some were answered */
  readonly any: boolean;
  readonly onGo: () => void;
  readonly onBack: () => void;
}

/** What was not asked, why, and how to go on. */
function Rest({ left, problem, any, onGo, onBack }: RestProps) {
  const t = useText('list');
  const spent = problem === undefined ? undefined : budgetWords(problem);
  return (
    <div class="no-print">
      <Stack>
        {problem !== undefined && spent === undefined && <ProblemNotice problem={problem} />}
        <Notice kind={spent === undefined ? 'info' : 'attention'} title={counted(left, t.notAskedYet)} live>
          {spent !== undefined && <Text>{spent}</Text>}
          {any && <Text>{t.staysHere}</Text>}
        </Notice>
        <Actions>
          <Button appearance="primary" onClick={onGo}>
            {counted(left, t.goOn)}
          </Button>
          {!any && (
            <Button appearance="subtle" onClick={onBack}>
              {t.back}
            </Button>
          )}
        </Actions>
      </Stack>
    </div>
  );
}

/** Whose budget is spent, and from when there is one again. */
function budgetWords({ kind, detail }: Problem): string | undefined {
  const { budgets } = text('list');
  const { whose, retryAfterSeconds } = detail;
  if (kind.status !== 429 || typeof whose !== 'string' || !(whose in budgets)) return undefined;
  const said = budgets[whose as keyof typeof budgets];
  if (typeof retryAfterSeconds !== 'number') return said;
  const from = Date.now() + retryAfterSeconds * 1000;
  const at = day(new Date(from).toISOString()) === day(new Date().toISOString()) ? clock(from) : moment(from);
  return `${said} ${fill(text('problems').again, { at })}`;
}

type Run = ReturnType<typeof useRun>;

/** Asks on from where it stopped; leaving the screen stops it after the part that is under way. */
function useRun(questions: readonly Question[], { purpose, building, caseNumber }: Draft) {
  const done = useRef<readonly Answered[]>([]);
  const halt = useRef(false);
  const [answered, setAnswered] = useState(done.current);
  const [inquiry, setInquiry] = useState<Inquiry>();
  const [problem, setProblem] = useState<Problem>();
  // It begins as soon as it is there.
  const [running, setRunning] = useState(true);
  const [stopping, setStopping] = useState(false);
  const go = (): void => {
    halt.current = false;
    setProblem(undefined);
    setStopping(false);
    setRunning(true);
    const number = caseNumber.trim();
    void askInParts({
      questions: questions.slice(done.current.length),
      building,
      ask: (subjects) =>
        desk.raakvlak.ask({
          purpose,
          subjects: subjects.map(({ identifier }) => identifier),
          ...(building ? { building } : {}),
          ...(number === '' ? {} : { caseNumber: number }),
        }),
      onPart: (part, answer) => {
        done.current = [...done.current, ...part];
        setAnswered(done.current);
        setInquiry(answer);
      },
      stopped: () => halt.current,
    })
      .then(setProblem)
      .finally(() => setRunning(false));
  };
  const stop = (): void => {
    halt.current = true;
    setStopping(true);
  };
  useEffect(() => {
    go();
    return () => void (halt.current = true);
  }, []);
  return { answered, inquiry, problem, running, stopping, go, stop };
}
