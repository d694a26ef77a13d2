import type { FileCheck } from '#connector/file-check';
import type { ProblemDetail } from '#problem';
import { faultWords } from '../shell/fault-words';
import { Actions, Button, DataTable, DefinitionList, Notice, Section, Stack, Text } from '../design';
import { csvOf } from '../list/csv';
import { dayOf } from '../ours/days';
import { keepCsv } from '../shell/keep';
import { counted, fill, type Messages, useText } from '../shell/texts';

type Words = Messages['fileCheck'];

const SHOWN = 200;
const KINDS = ['person', 'business', 'address'] as const;

/** A reason in words; those for identifiers are the ones that every field uses: the section `problems` is loaded. */
export function reasonOf(code: string, detail: ProblemDetail, { reasons, fields }: Words): string {
  const own = (reasons as Readonly<Record<string, string>>)[code];
  if (own === undefined) return faultWords(code);
  const named = Array.isArray(detail['fields']) ? (detail['fields'] as readonly string[]) : [];
  const names: Readonly<Record<string, string>> = fields;
  return fill(own, {
    line: typeof detail['line'] === 'number' ? detail['line'] : '',
    fields: named.map((field) => names[field] ?? field).join(', '),
  });
}

/** What stands in the file, what is wrong with it, and what a delivery of it would do. */
export function FileCheckResult({ found, onAgain }: { found: FileCheck; onAgain: () => void }) {
  const t = useText('fileCheck');
  const { rejected } = found;
  return (
    <Stack wide>
      <Section title={t.resultTitle} focus>
        <Notice kind={rejected.length === 0 ? 'success' : 'attention'}>
          {rejected.length === 0 ? t.allGood : counted(rejected.length, t.someRejected)}
        </Notice>
        <Figures found={found} />
      </Section>
      {rejected.length > 0 && <Rejected rejected={rejected} />}
      <Then found={found} />
      <Actions>
        <Button onClick={onAgain}>{t.again}</Button>
      </Actions>
    </Stack>
  );
}

function Figures({ found }: { found: FileCheck }) {
  const t = useText('fileCheck');
  const { lines, rejected, doubles, involvements, encoding, delimiter, columns, otherColumns } = found;
  const delimiters: Readonly<Record<string, string>> = t.delimiters;
  const kinds = KINDS.filter((kind) => involvements[kind] > 0);
  const others = otherColumns === 0 ? [] : [counted(otherColumns, t.otherColumns)];
  return (
    <DefinitionList
      items={[
        { term: t.lines, value: lines },
        { term: t.good, value: lines - rejected.length },
        { term: t.rejectedCount, value: rejected.length },
        { term: t.doubles, value: doubles },
        {
          term: t.involvements,
          value: kinds.length === 0 ? 0 : kinds.map((kind) => `${involvements[kind]} ${t.kinds[kind]}`).join(', '),
        },
        {
          term: t.columns,
          value: [
            ...columns.map(({ field, place }) => fill(t.column, { field: t.fields[field], place })),
            ...others,
          ].join(', '),
        },
        { term: t.encoding, value: encoding },
        { term: t.delimiter, value: delimiters[delimiter] ?? delimiter },
      ]}
    />
  );
}

function Rejected({ rejected }: { rejected: FileCheck['rejected'] }) {
  const t = useText('fileCheck');
  const words = (code: string): string => reasonOf(code, {}, t);
  const download = (): void => {
    const rows = [[t.line, t.reason], ...rejected.map(({ line, code }) => [String(line), words(code)])];
    keepCsv(csvOf(rows), `${t.downloadName}-${dayOf(Date.now())}.csv`);
  };
  return (
    <Section title={t.rejectedTitle}>
      {rejected.length > SHOWN && <Text>{fill(t.first, { n: SHOWN, all: rejected.length })}</Text>}
      <DataTable
        caption={t.rejectedTitle}
        captionHidden
        rows={rejected.slice(0, SHOWN)}
        rowKey={({ line }) => line}
        columns={[
          { key: 'line', label: t.line, names: true, cell: ({ line }) => line },
          { key: 'reason', label: t.reason, cell: ({ code }) => words(code) },
        ]}
      />
      <Text small>{t.downloadNote}</Text>
      <Actions>
        <Button onClick={download}>{t.download}</Button>
      </Actions>
    </Section>
  );
}

function Then({ found: { involvements, rejected, manyRejected } }: { found: FileCheck }) {
  const t = useText('fileCheck');
  const all = KINDS.reduce((sum, kind) => sum + involvements[kind], 0);
  return (
    <Section title={t.thenTitle}>
      <Text>{fill(t.then, { n: all })}</Text>
      {rejected.length > 0 && <Text>{t.thenRejected}</Text>}
      {manyRejected && <Text>{t.thenMany}</Text>}
      <Text>{t.thenApprove}</Text>
      <Text small>{t.thenNumbers}</Text>
    </Section>
  );
}
