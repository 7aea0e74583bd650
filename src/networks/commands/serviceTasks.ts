import * as vscode from 'vscode'
import type { ContainerRecord } from '../../engine/records.ts'
import { Failure } from '../../ui/failure.ts'

/** @throws {Failure} where containers are a service's, which nobody but the swarm can connect again. */
export function refuseServiceTasks(containers: readonly Pick<ContainerRecord, 'name' | 'labels'>[]): void {
	const ofSwarm = containers.filter(({ labels }) => 'com.docker.swarm.service.id' in labels)
	if (ofSwarm.length === 0) return
	const names = ofSwarm.map(({ name }) => name).join(', ')
	throw new Failure(
		vscode.l10n.t('The swarm connects the containers of its services itself. Remove the services first: {0}', names),
	)
}
