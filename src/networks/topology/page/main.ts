import { Channel, type ToHost, type ToPage } from '../messages.ts'
import { Topology, type Kept } from './topology.ts'

declare function acquireVsCodeApi(): {
	postMessage(message: unknown): void
	getState(): Kept | undefined
	setState(state: Kept): void
}

const editor = acquireVsCodeApi()
let topology: Topology | undefined
let keeping: ReturnType<typeof setTimeout> | undefined

/** Moving the picture changes what is kept at each frame: only the last of it counts. Nothing else waits. */
function keep(kept: Kept, isFleeting: boolean): void {
	clearTimeout(keeping)
	if (isFleeting) keeping = setTimeout(() => editor.setState(kept), 200)
	else editor.setState(kept)
}

const channel = new Channel<ToHost, ToPage>(
	// oxlint-disable-next-line unicorn/require-post-message-target-origin -- VS Code's own, not the browser's.
	(envelope) => editor.postMessage(envelope),
	(message) => {
		if (message.kind !== 'start') topology?.take(message)
		else topology ??= new Topology(message.texts, editor.getState(), (request) => channel.send(request), keep)
	},
)

window.addEventListener('message', ({ data }) => channel.receive(data))
void channel.send({ kind: 'ready' })
