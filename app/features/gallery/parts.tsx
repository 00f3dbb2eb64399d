import { Copy, Plus } from 'lucide-react';
import type { ReactNode } from 'react';
import { OUTPUT_STATES } from '../../../contract/vocabulary';
import { Battery, ShareMeter, Signal, type SignalLevel, SoundMeter } from '../../ui/meters';
import { Button, IconButton } from '../../ui/button';
import { Choice, Field, SelectField, Switch } from '../../ui/fields';
import { ConfirmDialog, Dialog } from '../../ui/dialog';
import { Notice, Shape, type SignState, StateWord } from '../../ui/signs';
import { NarrowPage } from '../../ui/plain-page';
import { OUTPUT_LOOK } from '../crew/looks';
import { nothing } from './sample-time';
import { BOTH, type GalleryGroup } from './states';

const SIGNS: SignState[] = ['program', 'preview', 'ready', 'standby', 'attention', 'waiting', 'selected'];
const LEVELS: SignalLevel[] = [0, 1, 2, 3, 4];

function Row({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div className="gallery-row">
      <small>{label}</small>
      <div>{children}</div>
    </div>
  );
}

function Chips() {
  return (
    <>
      <Row label="Shapes">
        {SIGNS.map((sign) => (
          <Shape key={sign} state={sign} />
        ))}
      </Row>
      {([undefined, 'tint', 'full'] as const).map((filled) => (
        <Row key={filled ?? 'plain'} label={filled ?? 'plain'}>
          {SIGNS.map((sign) => (
            <StateWord key={sign} state={sign} filled={filled}>
              {sign}
            </StateWord>
          ))}
        </Row>
      ))}
      <Row label="Outputs">
        {OUTPUT_STATES.map((state) => (
          <StateWord key={state} state={OUTPUT_LOOK[state].sign}>
            {OUTPUT_LOOK[state].word}
          </StateWord>
        ))}
      </Row>
    </>
  );
}

function Meters() {
  return (
    <>
      <Row label="Signal">
        {LEVELS.map((level) => (
          <Signal key={level} level={level} />
        ))}
      </Row>
      <Row label="Battery">
        {[1, 0.6, 0.32, 0.05].map((level) => (
          <Battery key={level} level={level} />
        ))}
        <Battery level={0.2} charging />
      </Row>
      <Row label="Sound">
        {[-Infinity, -40, -14, -1].map((peakDb) => (
          <SoundMeter key={peakDb} peakDb={peakDb} />
        ))}
      </Row>
      <Row label="Share">
        <ShareMeter part={0.6} label="60 %" />
        <ShareMeter part={0.1} label="10 %" low />
      </Row>
    </>
  );
}

function Buttons() {
  return (
    <>
      {([undefined, 'primary', 'raised', 'surface', 'link'] as const).map((kind) => (
        <Row key={kind ?? 'plain'} label={kind ?? 'plain'}>
          <Button kind={kind} size="small">
            Small
          </Button>
          <Button kind={kind}>Normal</Button>
          <Button kind={kind} icon={<Plus className="icon" />}>
            Icon
          </Button>
          <Button kind={kind} busy>
            Busy
          </Button>
          <Button kind={kind} disabled>
            Disabled
          </Button>
        </Row>
      ))}
      <Row label="Sizes">
        <Button size="touch">Touch</Button>
        <Button size="large" kind="primary">
          Large
        </Button>
        <IconButton label="Copy">
          <Copy className="icon" />
        </IconButton>
      </Row>
      <Row label="Switch">
        <Switch label="Off" checked={false} onChange={nothing} />
        <Switch label="On" checked onChange={nothing} />
      </Row>
    </>
  );
}

function Fields() {
  return (
    <div className="stack">
      <Field label="Title" defaultValue="TSV Nord – SC Hafen" />
      <Field label="Server address" placeholder="rtmp://…" help="As its owner gave it to you." />
      <Field label="Address" defaultValue="cup" error="Another event has this address. Choose another one." />
      <SelectField label="Where to" defaultValue="youtube">
        <option value="youtube">YouTube</option>
      </SelectField>
      <Choice
        legend="Who sees it"
        name="visibility"
        defaultValue="public"
        options={[
          { value: 'public', label: 'Everybody', explains: 'It is listed on the start page.' },
          { value: 'unlisted', label: 'Who has the address', explains: 'It is named nowhere.' },
        ]}
      />
    </div>
  );
}

const Notices = () => (
  <div className="stack">
    <Notice title="No connection to the server">The program goes on. Cuts work again once it is back.</Notice>
    <Notice state="waiting" title="Looking for the event">
      One moment.
    </Notice>
    <Notice state="ready" title="Everything is ready" action={<Button size="small">Go live</Button>} />
    <Notice state="standby" title="Not on the air">
      The picture appears here when the event is live.
    </Notice>
  </div>
);

/** As app/ui/toast.tsx shows them; there they come and go automatically. */
const Toasts = () => (
  <div className="toasts">
    <div className="toast" data-state="attention">
      <Shape state="attention" />
      <span className="grow">Nothing is on preview. Press a camera’s number first.</span>
    </div>
    <div className="toast" data-state="ready">
      <Shape state="ready" />
      <span className="grow">The link was copied.</span>
    </div>
  </div>
);

/** As app/ui/menu.tsx opens it: its place is computed by the browser. */
const OpenMenu = () => (
  <div className="menu-list gallery-menu" role="menu" aria-label="More">
    {['Cut to it now', 'Set as next', 'Rename', 'Mute', 'Remove…'].map((item) => (
      <button key={item} type="button" role="menuitem" className="menu-item">
        {item}
      </button>
    ))}
  </div>
);

export const parts: GalleryGroup = {
  id: 'parts',
  title: 'Parts',
  about: 'Chips, meters, buttons, fields, notices and dialogs of every page (app/ui).',
  size: [620, 300],
  themes: BOTH,
  states: [
    { id: 'chips', name: 'Shapes and chips', look: Chips, size: [860, 230] },
    { id: 'meters', name: 'Meters', look: Meters, size: [860, 190] },
    { id: 'buttons', name: 'Buttons', look: Buttons, size: [620, 330] },
    { id: 'notices', name: 'Notices', look: Notices, size: [620, 330] },
    { id: 'fields', name: 'Fields', look: Fields, size: [480, 560] },
    { id: 'menu', name: 'Menu', look: OpenMenu, size: [240, 260] },
    { id: 'toasts', name: 'Toasts', look: Toasts, size: [480, 200] },
    {
      id: 'dialog',
      name: 'Dialog',
      size: [620, 360],
      look: () => (
        <Dialog open title="Camera and microphone" onClose={nothing}>
          <SelectField label="Camera">
            <option>Back camera</option>
          </SelectField>
          <div className="dialog-buttons">
            <Button kind="primary">Done</Button>
          </div>
        </Dialog>
      ),
    },
    {
      id: 'confirm',
      name: 'Dialog before something irreversible',
      look: () => (
        <ConfirmDialog
          open
          title="End the stream?"
          confirm="End stream"
          cancel="Stay live"
          onConfirm={nothing}
          onClose={nothing}
        >
          All destinations and the recording stop, and viewers see that it is over. The event can be reopened.
        </ConfirmDialog>
      ),
    },
    {
      id: 'error-page',
      name: 'A page that failed',
      size: [780, 420],
      look: () => (
        <NarrowPage
          title="Not found"
          text={<p>There is nothing at this address. Check it, or ask who sent it.</p>}
        >
          <Button kind="primary" size="touch">
            To the start page
          </Button>
        </NarrowPage>
      ),
    },
  ],
};
