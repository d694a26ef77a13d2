import type { Inquiry } from '#client/browser';
import type { Problem } from '#problem';
import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import { Actions, Busy, Button, Notice, PageTitle, Progress, Stack, Text } from '../design';
import { Mistake } from '../ask/mistake';
import { Coverage } from '../ask/result';
import { desk } from '../shell/desk';
import { useForgetting } from '../shell/forgetting';
import { ProblemNotice } from '../shell/problem-notice';
import { counted, fill, moment, useText } from '../shell/texts';
import { AnswerTable } from './answer-table';
import { Keep } from './keep';
import { type Judged, questionsIn } from './lines';
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
  const a = useText('answer');
  const questions = useMemo(() => questionsIn(judged), [judged]);
  const { answered, inquiry, problem, running, stopping, go, stop } = useRun(questions, draft);
  const left = questions.length - answered.length;
  const control = useRef<HTMLDivElement>(null);
  const [focus, setFocus] = useState(0);
  useForgetting(forget, true, running);
  useEffect(() => {
    // Whoever is reading a row already is left there.
    const at = document.activeElement;
    if (at === null || at === document.body || control.current?.contains(at) === true) setFocus((count) => count + 1);
  }, [running]);

  return (
    <Stack wide>
      <div ref={control}>
        <Stack>
          <PageTitle focus={focus}>{running ? t.runningTitle : left > 0 ? t.stoppedTitle : t.doneTitle}</PageTitle>
          <div class="no-print">
            <Stack>
              {(running || left > 0) && (
                <Progress
                  label={t.progress}
                  words={fill(t.progressWords, { n: answered.length, all: questions.length })}
                  value={answered.length}
                  max={questions.length}
                />
              )}
              <Busy words={running ? (stopping ? t.stopping : t.running) : ''} />
              {running && (
                <Actions>
                  <Button icon="stop" busy={stopping && t.stopping} onClick={stop}>
                    {t.stop}
                  </Button>
                </Actions>
              )}
              {problem !== undefined && <ProblemNotice problem={problem} />}
              {!running && left > 0 && (
                <Rest left={left} problem={problem} any={answered.length > 0} onGo={go} onBack={onBack} />
              )}
            </Stack>
          </div>
        </Stack>
      </div>
      <div class="print-only">
        <Text>
          {draft.purposeName}
          {draft.building && `. ${t.printedBuilding}`}
        </Text>
        {answered[0] !== undefined && (
          <Text>{fill(a.printedBy, { name: name === '' ? a.printedNobody : name, at: moment(answered[0].at) })}</Text>
        )}
        {left > 0 && <Text>{counted(left, t.notAskedYet)}</Text>}
      </div>
      {inquiry !== undefined && (
        <>
          <AnswerTable answered={answered} inquiry={inquiry} draft={draft} filters={!running} />
          <Text>{t.nothing}</Text>
          <Coverage inquiry={inquiry} />
        </>
      )}
      {!running && inquiry !== undefined && (
        <div class="no-print">
          <Stack>
            <Keep judged={judged} answered={answered} coverage={inquiry.coverage} />
            <Actions>
              <Button onClick={onAgain}>{t.again}</Button>
            </Actions>
            <Mistake receipts={answered.map(({ answer }) => answer.receipt)} />
            <Text small>{a.emptied}</Text>
          </Stack>
        </div>
      )}
    </Stack>
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
  const whose = problem?.detail['whose'];
  const budget = problem?.kind.status === 429 && typeof whose === 'string' && whose in t.budgets;
  return (
    <>
      <Notice kind="info" live={problem === undefined}>
        <Text>{counted(left, t.notAskedYet)}</Text>
        {budget && <Text>{t.budgets[whose as keyof typeof t.budgets]}</Text>}
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
    </>
  );
}

/** Asks on from where it stopped; leaving the screen stops it after the part that is under way. */
function useRun(questions: ReturnType<typeof questionsIn>, { purpose, building, caseNumber }: Draft) {
  const done = useRef<readonly Answered[]>([]);
  const halt = useRef(false);
  const [answered, setAnswered] = useState(done.current);
  const [inquiry, setInquiry] = useState<Inquiry>();
  const [problem, setProblem] = useState<Problem>();
  const [running, setRunning] = useState(false);
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
