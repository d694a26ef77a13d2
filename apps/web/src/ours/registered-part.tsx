import type { Registered } from '#client/browser';
import { ActionLink, Actions, Button, CopyButton, DefinitionList, Notice, Section, Text } from '../design';
import { counted, day, fill, useText } from '../shell/texts';
import type { CaseGiven } from './notice';
import { type MyTeam, viewPath } from './views';

interface Props {
  readonly team: MyTeam;
  readonly parts: readonly Registered[];
  /** Kind of each part */
  readonly kinds: readonly string[];
  readonly given: CaseGiven;
  readonly onAgain: () => void;
}

/** What to keep of it and what comes next. Whether it was there already is not said: the answer would tell of others. */
export function RegisteredPart({ team, parts, kinds, given, onAgain }: Props) {
  const t = useText('register');
  const ours = useText('ours');
  const { state, reviewOn } = given.notice;
  const last = parts.map(({ expiresOn }) => expiresOn).sort()[0] ?? '';
  return (
    <Section title={t.doneTitle} focus>
      <Notice kind="success">
        <Text>{fill(counted(parts.length, t.done), { day: day(last) })}</Text>
      </Notice>
      <Text>{fill(t.next[state], { review: reviewOn === undefined ? '' : day(reviewOn) })}</Text>
      {parts.map(({ id, expiresOn, receipt }, i) => (
        <DefinitionList
          key={id}
          items={[
            ...(parts.length === 1
              ? []
              : [{ term: t.partOf, value: (ours.kinds as Readonly<Record<string, string>>)[kinds[i] ?? ''] ?? '' }]),
            { term: t.expires, value: day(expiresOn) },
            {
              term: t.receipt,
              value: (
                <>
                  <code>{receipt}</code>{' '}
                  <CopyButton text={receipt} label={ours.copy} done={ours.copied} failed={ours.copyFailed} />
                </>
              ),
            },
            {
              term: t.id,
              value: (
                <>
                  <code>{id}</code>
                  {given.caseNumber === undefined && <div class="rv-small">{t.idHint}</div>}
                </>
              ),
            },
          ]}
        />
      ))}
      <Actions>
        <Button appearance="primary" onClick={onAgain}>
          {t.again}
        </Button>
        <ActionLink href={viewPath('list', team)}>{t.toList}</ActionLink>
      </Actions>
    </Section>
  );
}
