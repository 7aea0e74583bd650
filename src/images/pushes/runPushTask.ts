import * as vscode from 'vscode'
import { Cancelled, Failure } from '../../ui/failure.ts'
import { formatDuration } from '../../ui/format.ts'
import type { TaskSession } from '../../ui/tasks.ts'
import { whenConnected, type Connected } from '../../ui/parts.ts'
import { checkPush } from '../commands/checkPush.ts'
import { pushFailure } from '../commands/pushFailure.ts'
import { transferAmounts } from '../commands/transferProgress.ts'
import { tagImage } from '../operations.ts'
import type { ImageParts } from '../parts.ts'
import { familiarReference, type Reference } from '../reference.ts'
import { PushError } from './performPush.ts'
import { accountOf, readPushTask, type PushTask } from './pushTaskDefinition.ts'
import { partWarning, readBackWarning, sentText } from './pushText.ts'
import { trackPush } from './trackPush.ts'

const nothing = () => undefined
/** A task only tells why it failed. */
const noMends = { again: nothing, signIn: nothing, replaceSecret: nothing, rename: nothing }

/** Pushes what a task names. @returns Whether the registry has all of it, as far as it could be asked. */
export async function runPushTask(parts: ImageParts, definition: unknown, session: TaskSession): Promise<boolean> {
	const task = readPushTask(definition)
	if (typeof task === 'string') throw new Failure(task)
	let isThere = true
	await whenConnected(parts, async (connected) => {
		for (const reference of task.references) {
			session.signal.throwIfAborted()
			if (!(await pushOne(connected, task, reference, session))) isThere = false
		}
	})()
	return isThere
}

async function pushOne(
	connected: Connected<ImageParts>,
	task: PushTask,
	reference: Reference,
	{ write, signal }: TaskSession,
): Promise<boolean> {
	const name = familiarReference(reference)
	const account = accountOf(task, reference, connected.accounts.all())
	if (typeof account === 'string') throw new Failure(account)
	const goesOn = await checkPush(connected, reference, account, {
		image: task.image,
		...(task.preflight === undefined ? {} : { depth: task.preflight }),
		decided: { visibility: task.visibility, pushAnyway: task.pushAnyway },
		signal,
	})
	// Another name stands in the task.
	if (!goesOn) throw new Cancelled()
	signal.throwIfAborted()
	await tagImage(connected.engine, task.image, reference)
	write(vscode.l10n.t('Pushing {0}', name))
	const tracked = trackPush(connected, { reference, account })
	let last = ''
	try {
		const { digest, part, verified, bytes, seconds } = await tracked.run(signal, {
			transfer: (progress, layer) => {
				const line = layer?.done ? transferAmounts(progress) : last
				if (line !== last) write(line)
				last = line
			},
			retrying: (wait, why) => write(vscode.l10n.t('{0} Trying again in {1}.', why, formatDuration(wait))),
		})
		write(vscode.l10n.t('Pushed {0} ({1}).', name, sentText({ bytes, seconds })))
		write(digest)
		if (part) write(partWarning(part))
		const warning = readBackWarning(verified)
		if (warning !== undefined) write(warning)
		return warning === undefined
	} catch (thrown) {
		const failure =
			thrown instanceof PushError ? pushFailure(thrown.diagnosis, { reference, account, ...noMends }) : thrown
		tracked.failed(failure)
		throw failure
	}
}
