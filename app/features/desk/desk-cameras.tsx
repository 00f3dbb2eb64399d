import { useId, useState } from 'react';
import type { CameraSlice } from '../../../contract/messages';
import type { CameraDecision } from '../../../contract/vocabulary';
import { Button, ButtonLink } from '../../ui/button';
import { CopyButton } from '../../ui/copy-button';
import { Switch } from '../../ui/fields';
import { count, elapsed } from '../../ui/format';
import { Battery, Signal } from '../../ui/meters';
import { QrCode } from '../../ui/qr-code';
import { StateWord } from '../../ui/signs';
import { cameraLook, feedLevel, feedText, isReady, shownCameras } from '../crew/looks';
import { CameraMenu, RenameField } from '../crew/camera-menu';
import { CodeButtons } from '../crew/command-buttons';
import { useCommand } from '../crew/commands';
import { useCrew } from '../crew/crew-context';
import type { JoinFacts } from '../crew/join-facts.server';
import { TypedCode } from '../crew/typed-code';

/** How phones join: QR code, typed code, link; the same on a printed sheet. Null: no codes are open. */
export function ConnectCard({ join }: { join: JoinFacts | null }) {
  const { state } = useCrew();
  const closed = state.event.status === 'draft' || state.event.status === 'ended';
  return (
    <section id="connect" className="card connect-card" aria-labelledby="connect-title" tabIndex={-1}>
      <h2 id="connect-title">Connect a phone</h2>
      {closed ? (
        <p className="text-2 small">Phones cannot join now: the event is {state.event.status}.</p>
      ) : null}
      {join ? (
        <>
          <QrCode code={join.qr} label="QR code for phones to join" />
          <TypedCode join={join} />
          <p className="text-2 join-address">{join.address}</p>
          <div className="connect-buttons">
            <Button onClick={() => window.print()}>Print sheet</Button>
            <CopyButton text={join.link}>Copy link</CopyButton>
          </div>
        </>
      ) : (
        <p className="text-2 small">
          The codes are closed, or cannot be read with this server’s secrets key: no further phone can join.
        </p>
      )}
      <CodeButtons open={join !== null} />
    </section>
  );
}

/** In place of the codes for phones: a show has one host, who joins by a link. */
export function HostCard({ hostUrl }: { hostUrl: string | null }) {
  const { state } = useCrew();
  const host = state.cameras[0]?.label ?? 'The host';
  return (
    <section id="connect" className="card connect-card" aria-labelledby="connect-title" tabIndex={-1}>
      <h2 id="connect-title">Host</h2>
      <p>
        <b>{host}</b>
      </p>
      {hostUrl ? (
        <>
          <p className="text-2 small">
            Anyone who opens this link is the host. Send it to nobody else; to take it back, revoke it below.
          </p>
          <div className="connect-buttons">
            <CopyButton text={hostUrl}>Copy host link</CopyButton>
          </div>
        </>
      ) : (
        <p className="text-2 small">There is no host link any more. Make a new one below.</p>
      )}
      <ButtonLink kind="link" to={`/events/${state.event.slug}/host`}>
        Be the host here
      </ButtonLink>
    </section>
  );
}

/** Printed only (media print): one sheet for the pitch, readable from two steps away. */
export function PrintSheet({ title, join }: { title: string; join: JoinFacts }) {
  return (
    <div className="print-sheet" aria-hidden="true">
      <h1>{title}</h1>
      <p>Make your phone a camera</p>
      <QrCode code={join.qr} label="QR code" />
      {join.code === null ? (
        <p>Scan it</p>
      ) : (
        <>
          <p>
            Scan it, or open <b>{join.address}</b> and type
          </p>
          <TypedCode join={join} />
        </>
      )}
    </div>
  );
}

/** Phones that wait for admission come first. */
export function CamerasSection() {
  const { state } = useCrew();
  const cameras = shownCameras(state.cameras);
  const waiting = cameras.filter((camera) => camera.state === 'waiting');
  const admitted = cameras.filter((camera) => camera.state === 'admitted');
  const ready = admitted.filter(isReady).length;
  return (
    <section id="cameras" aria-labelledby="cameras-title" tabIndex={-1}>
      <div className="part-head">
        <h2 id="cameras-title">{state.event.kind === 'show' ? 'Host' : 'Cameras'}</h2>
        <span className="small text-3 num">
          {ready} ready{waiting.length > 0 ? `, ${waiting.length} waiting` : ''}
        </span>
      </div>
      {waiting.map((camera) => (
        <WaitingRow key={camera.id} camera={camera} />
      ))}
      <ul className="desk-list" aria-label={count(admitted.length, 'camera')}>
        {admitted.map((camera) => (
          <CameraRow key={camera.id} camera={camera} />
        ))}
      </ul>
      {state.event.kind === 'show' ? null : (
        <>
          <PictureFailover />
          <CellFallback />
        </>
      )}
      {cameras.length === 0 ? (
        <p className="desk-empty">
          No phone has joined. Scan the QR code with one, or type the code at the address below it.
        </p>
      ) : null}
    </section>
  );
}

/** What happens when the picture on the air stands still or goes black: a warning alone, or a cut as well. */
function PictureFailover() {
  const { state, commands } = useCrew();
  const { run } = useCommand();
  const { pictureFailover } = state.event;
  return (
    <div className="picture-failover">
      <Switch
        label="Leave a still or black picture automatically"
        checked={pictureFailover}
        onChange={(checked) => void run('picture', () => commands.changeEvent({ pictureFailover: checked }))}
      />
      <p className="small text-3">
        {pictureFailover
          ? 'The program goes to the next camera after two seconds, and says so. A camera that may stand still, such as one on the goal line, is marked in its menu.'
          : 'The director is warned after two seconds, and nothing is cut. A camera that may stand still, such as one on the goal line, is marked in its menu.'}
      </p>
    </div>
  );
}

/** What becomes of a layout when one of its cameras is gone; the director chooses again when it is back. */
function CellFallback() {
  const { state, commands } = useCrew();
  const { run } = useCommand();
  const closes = state.event.cellFallback === 'close';
  return (
    <div className="picture-failover">
      <Switch
        label="When a camera of a layout is gone, close its cell"
        checked={closes}
        onChange={(checked) =>
          void run('cells', () => commands.changeEvent({ cellFallback: checked ? 'close' : 'slate' }))
        }
      />
      <p className="small text-3">
        {closes
          ? 'The other cameras of the layout share its place, until the director chooses again.'
          : 'The slate takes its place, and the other cameras stay where they are.'}
      </p>
    </div>
  );
}

function CameraRow({ camera }: { camera: CameraSlice }) {
  const { state, telemetry } = useCrew();
  const [renaming, setRenaming] = useState(false);
  const measured = telemetry?.cameras[camera.id];
  const look = cameraLook(camera, state.program);
  const standby = look.sign === 'standby' && isReady(camera);
  return (
    <li>
      <kbd className="row-number">{camera.number}</kbd>
      <span className="grow">
        {renaming ? (
          <RenameField camera={camera} onDone={() => setRenaming(false)} />
        ) : (
          <>
            <b className="clip">{camera.label}</b>
            <small className="clip" title={feedText(measured, true) ?? undefined}>
              {look.why ??
                [camera.device, camera.muted && 'muted', camera.mayStandStill && 'may stand still']
                  .filter(Boolean)
                  .join(', ')}
            </small>
          </>
        )}
      </span>
      <span className="row-signal">
        <Signal level={feedLevel(camera, measured)} />
      </span>
      <span className="row-battery">
        <Battery level={measured?.phone?.battery ?? null} charging={measured?.phone?.charging} />
      </span>
      <span className="row-state">
        <StateWord state={standby ? 'ready' : look.sign}>{standby ? 'Ready' : look.word}</StateWord>
      </span>
      <CameraMenu camera={camera} onRename={() => setRenaming(true)} />
    </li>
  );
}

function WaitingRow({ camera }: { camera: CameraSlice }) {
  const { commands, now } = useCrew();
  const { busy, run } = useCommand();
  const id = useId();
  const decide = (state: CameraDecision) =>
    void run(state, () => commands.changeCamera(camera.id, { state }));
  return (
    <div className="waiting-row">
      <StateWord state="waiting" filled="full">
        Waiting
      </StateWord>
      <span className="grow" id={id}>
        <b className="clip">{camera.label}</b>
        <small className="num">
          {camera.joinedBy === 'qr' ? 'scanned the QR code' : 'typed the code'}{' '}
          {elapsed(camera.createdAt, now)} ago
        </small>
      </span>
      <Button
        kind="surface"
        aria-describedby={id}
        busy={busy.has('removed')}
        onClick={() => decide('removed')}
      >
        Decline
      </Button>
      <Button
        kind="primary"
        aria-describedby={id}
        busy={busy.has('admitted')}
        onClick={() => decide('admitted')}
      >
        Admit
      </Button>
    </div>
  );
}
