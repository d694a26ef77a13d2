import { useState } from 'preact/hooks';
import '../design/table.css';
import {
  ActionLink,
  Actions,
  Busy,
  Button,
  type Column,
  DataTable,
  Disclosure,
  Empty,
  Foreign,
  LongText,
  Notice,
  PageTitle,
  Section,
  Stack,
  StatusBadge,
  Text,
} from '../design';
import { Confirm } from '../shell/confirm';
import { desk } from '../shell/desk';
import { useFetched } from '../shell/fetched';
import { ProblemNotice } from '../shell/problem-notice';
import { pathOf } from '../shell/router';
import type { ScreenProps } from '../shell/screen';
import { counted, fill, moment, useText } from '../shell/texts';
import type { Messages } from '../shell/texts';
import { type Group, groupsOf } from './groups';
import { ReceiptCheck } from './receipt-check';

const STEP = 50;

/** What the user asked herself, as the log has it. */
export default function QuestionsScreen(_: ScreenProps) {
  const t = useText('questions');
  const { loading } = useText('common');
  const { value, problem, again } = useFetched(async () => {
    const { raakvlak } = desk;
    const [own, purposes] = await Promise.all([raakvlak.ownInquiries.list(), raakvlak.purposes()]);
    return {
      groups: groupsOf(own.inquiries),
      more: own.more,
      names: new Map(purposes.map(({ code, name }) => [code, name])),
    };
  });
  return (
    <Stack wide>
      <PageTitle focus>{t.title}</PageTitle>
      <Text>{t.intro}</Text>
      <Disclosure summary={t.whyTitle}>
        <Text>{t.why}</Text>
        <Actions>
          <ActionLink href={pathOf('ask')}>{t.askAgain}</ActionLink>
        </Actions>
      </Disclosure>
      {problem !== undefined && <ProblemNotice problem={problem} />}
      {value === undefined && problem === undefined && <Busy words={loading} />}
      {value !== undefined && <Questions {...value} onMarked={again} />}
      <ReceiptCheck names={value?.names} />
    </Stack>
  );
}

interface Props {
  readonly groups: readonly Group[];
  readonly more: boolean;
  /** Names of purposes by their codes */
  readonly names: ReadonlyMap<string, string>;
  readonly onMarked: () => void;
}

function Questions({ groups, more, names, onMarked }: Props) {
  const t = useText('questions');
  const [most, setMost] = useState(STEP);
  const [sure, setSure] = useState<Group>();
  const [marked, setMarked] = useState(0);
  const nameOf = (code: string): string => names.get(code) ?? code;
  const mark = async (group: Group): Promise<void> => {
    await desk.raakvlak.ownInquiries.markMistakes({ inquiries: group.open });
    setSure(undefined);
    setMarked((count) => count + 1);
    onMarked();
  };
  if (groups.length === 0) return <Empty icon="search" title={t.emptyTitle} />;
  const left = groups.length - most;
  return (
    <Section title={t.caption} focus={marked === 0 ? undefined : marked}>
      {marked > 0 && (
        <Notice key={marked} kind="success" title={t.markedTitle} live>
          {t.markedNote}
        </Notice>
      )}
      {more && <Notice kind="info">{t.tooMany}</Notice>}
      <DataTable
        caption={t.caption}
        captionHidden
        columns={columnsOf(t, nameOf, setSure)}
        rows={groups.slice(0, most)}
        rowKey={({ key }) => key}
      />
      {left > 0 && (
        <Actions>
          <Button onClick={() => setMost(most + STEP)}>{fill(t.showMore, { n: Math.min(STEP, left) })}</Button>
        </Actions>
      )}
      {sure !== undefined && (
        <Confirm
          title={t.markTitle}
          yes={t.markYes}
          busy={t.markBusy}
          onYes={() => mark(sure)}
          onClose={() => setSure(undefined)}
        >
          <Text>
            <Foreign text={fill(t.markWhich, { purpose: nameOf(sure.purpose), at: moment(sure.at) })} />
          </Text>
          <Text>{t.markNote}</Text>
          {sure.parts > 1 && <Text>{fill(t.markSeveral, { n: sure.parts })}</Text>}
        </Confirm>
      )}
    </Section>
  );
}

const columnsOf = (
  t: Messages['questions'],
  nameOf: (code: string) => string,
  onMark: (group: Group) => void,
): readonly Column<Group>[] => [
  { key: 'at', label: t.columns.at, names: true, cell: ({ at }) => moment(at) },
  { key: 'purpose', label: t.columns.purpose, cell: ({ purpose }) => <Foreign text={nameOf(purpose)} /> },
  { key: 'kinds', label: t.columns.kinds, cell: ({ kinds }) => kindWords(kinds, t) },
  { key: 'outcome', label: t.columns.outcome, cell: ({ outcome }) => t.outcome[outcome] },
  { key: 'case', label: t.columns.case, cell: ({ caseNumber }) => <CaseNumber caseNumber={caseNumber} /> },
  {
    key: 'mistake',
    label: t.columns.mistake,
    cell: (group) => (
      <>
        {group.mistake !== 'no' && (
          <StatusBadge tone="neutral">{group.mistake === 'yes' ? t.marked : t.markedSome}</StatusBadge>
        )}
        {group.mistake !== 'yes' && (
          <Button appearance="subtle" compact onClick={() => onMark(group)}>
            {t.mark}
            <span class="rv-hidden"> {moment(group.at)}</span>
          </Button>
        )}
      </>
    ),
  },
];

function CaseNumber({ caseNumber }: { caseNumber: string | undefined }) {
  const t = useText('questions');
  const { more } = useText('common');
  if (caseNumber === undefined) return <span class="rv-soft">{t.noNumber}</span>;
  return <LongText text={caseNumber} more={more} most={40} />;
}

function kindWords(kinds: Group['kinds'], t: Messages['questions']): string {
  const each = Object.entries(t.kinds).flatMap(([kind, words]) => {
    const n = kinds.get(kind) ?? 0;
    return n === 0 ? [] : [counted(n, words)];
  });
  return each.length === 0 ? t.otherKind : each.join(', ');
}
