import { useState } from 'preact/hooks';
import { Actions, Button, CopyButton, Foreign, Notice, PageTitle, Section, Stack, Text } from '../design';
import { Forgetting, WITHOUT_USE } from '../shell/forgetting';
import { keep } from '../shell/keep';
import { fill, useText } from '../shell/texts';
import type { MadeConnection } from '../worker/connections';
import { ADMIT, SYNC } from './connections';

interface Props {
  readonly made: MadeConnection;
  readonly demo: boolean;
  readonly onLeave: () => void;
}

/** The two files of a key that was made just now, and what other people have to do with them. */
export function ConnectionMade({ made: { listed, privateFile, publicFile }, demo, onLeave }: Props) {
  const t = useText('connections');
  // The page holds the file and never its text; once handed over, or after a while without use, it holds nothing.
  const [secret, setSecret] = useState<Blob | undefined>(privateFile);
  const { code, caseload, elsewhere } = listed;
  return (
    <Stack wide>
      <PageTitle focus>{t.madeTitle}</PageTitle>
      <Section title={t.private}>
        <Notice kind="attention">{t.privateNote}</Notice>
        {secret === undefined ? (
          <Notice kind="info" live>
            {t.privateGone}
          </Notice>
        ) : (
          <Actions>
            <Button
              appearance="primary"
              onClick={() => {
                keep(secret, 'connection.json');
                setSecret(undefined);
              }}
            >
              {t.downloadPrivate}
            </Button>
          </Actions>
        )}
      </Section>
      <Forgetting on={secret !== undefined} forget={() => setSecret(undefined)} inBackground={WITHOUT_USE} />
      <Section title={t.public}>
        <Text>{t.publicNote}</Text>
        <Actions>
          <Button onClick={() => keep(publicFile, 'connection.public.json')}>{t.downloadPublic}</Button>
        </Actions>
      </Section>
      <Section title={t.stepsTitle}>
        <ol class="manage-steps">
          <li>{fill(t.steps.provider, { code })}</li>
          <li>
            <Foreign
              text={fill(t.steps.custodian, {
                actor: elsewhere.custodian.actor,
                caseload: caseload.toLocaleString('nl-NL'),
              })}
            />
          </li>
          <li>{t.steps.department}</li>
        </ol>
        {demo && <Command words={t.demo} text={ADMIT} />}
        <Command words={t.sync} text={SYNC} />
      </Section>
      <Actions>
        <Button onClick={onLeave}>{t.toList}</Button>
      </Actions>
    </Stack>
  );
}

function Command({ words, text }: { words: string; text: string }) {
  const t = useText('connections');
  return (
    <Stack>
      <Text>{words}</Text>
      <pre class="manage-code manage-command">{text}</pre>
      <CopyButton text={text} label={t.copy} done={t.copied} failed={t.copyFailed} />
    </Stack>
  );
}
