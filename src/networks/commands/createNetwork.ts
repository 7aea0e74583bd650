import * as vscode from 'vscode'
import type { Log } from '../../engine/log.ts'
import { toEngineError } from '../../engine/errors.ts'
import { Cancelled, describe, Failure, showFailure } from '../../ui/failure.ts'
import type { Connected } from '../../ui/parts.ts'
import { runWizard } from '../../ui/wizard.ts'
import type { NetworkSpecification } from '../network.ts'
import { createNetwork as create } from '../operations.ts'
import type { NetworkParts } from '../parts.ts'
import { driverStep, nameStep } from './settings/driverLines.ts'
import { askSettings } from './settings/networkForm.ts'
import { parentSteps } from './settings/parentSteps.ts'
import { lookAround } from './settings/surroundings.ts'

const plain: NetworkSpecification = {
	...{ name: '', driver: 'bridge', internal: false, attachable: false, ipv6: false },
	...{ subnets: [], options: {}, labels: {} },
}

/** Creates a network: name and driver, then everything else on one page, where Enter is enough. */
export async function createNetwork(connected: Connected<NetworkParts>): Promise<void> {
	const surroundings = await lookAround(connected)
	const title = vscode.l10n.t('Create Network')
	const first = await runWizard(title, plain, [
		nameStep(surroundings),
		driverStep(surroundings),
		...parentSteps(surroundings),
	])
	if (!first) throw new Cancelled()
	const accept = ({ name }: NetworkSpecification) => vscode.l10n.t('Create “{0}”', name)
	await settleAndRun({
		initial: first,
		ask: (initial) => askSettings({ title, accept }, initial, surroundings),
		run: (specification) => create(connected.engine, specification),
		log: connected.log,
	})
}

/** Something that is done by a network's settings. */
interface Job {
	readonly initial: NetworkSpecification
	/** Nothing from it means that the person left. */
	readonly ask: (initial: NetworkSpecification) => Promise<NetworkSpecification | undefined>
	readonly run: (specification: NetworkSpecification) => Promise<unknown>
	readonly log: Log
	/** Begins anew with what was typed; the same job if not given. */
	readonly again?: (typed: NetworkSpecification) => Promise<void>
}

/**
 * Lets the person finish the settings, and does it. When it is refused, what was typed is still there.
 *
 * @throws {Failure} with the way back to the settings. @throws {Cancelled}
 */
export async function settleAndRun(job: Job): Promise<void> {
	const specification = await job.ask(job.initial)
	if (!specification) throw new Cancelled()
	try {
		await job.run(specification)
	} catch (error) {
		if (error instanceof Failure || error instanceof Cancelled || toEngineError(error).reason === 'cancelled')
			throw error
		const anew = job.again ?? ((typed) => settleAndRun({ ...job, initial: typed }))
		const again = () => anew(specification).catch((next: unknown) => showFailure(next, job.log))
		throw new Failure(
			vscode.l10n.t('The engine refused network “{0}”: {1}', specification.name, describe(error)),
			[{ title: vscode.l10n.t('Change Settings…'), run: again }],
			error,
		)
	}
}
