import { Actions, Button, Notice, Stack } from '../design';
import { useConnection } from './connection';
import { useText } from './texts';

/** No connection, or a server of another version: its files have other names. */
export function Unloadable() {
  const t = useText('shell');
  const connected = useConnection();
  return (
    <Stack>
      <Notice kind="danger" live>
        {connected ? t.outdated : t.offline}
      </Notice>
      <Actions>
        <Button appearance="primary" onClick={() => location.reload()}>
          {connected ? t.reload : t.tryAgain}
        </Button>
      </Actions>
    </Stack>
  );
}
