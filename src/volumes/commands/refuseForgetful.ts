import * as vscode from 'vscode'
import { Failure } from '../../ui/failure.ts'
import type { Parts } from '../../ui/parts.ts'
import { isForgetful, isVolatile } from '../archive/copyVolume.ts'

/**
 * Refuses to put something where it would be gone as soon as Longshore looks away: into a volume in memory that no
 * container runs with.
 *
 * @throws {Failure}
 */
export async function refuseForgetful({ inventory }: Pick<Parts, 'inventory'>, volumeName: string): Promise<void> {
	await inventory.loaded('volumes')
	const volume = inventory.volumes.get(volumeName)
	if (!volume || !isVolatile(volume)) return
	await inventory.loaded('containers')
	if (!isForgetful(volume, inventory.containers.values())) return
	throw new Failure(
		vscode.l10n.t(
			'“{0}” is in memory, and no container runs with it: what is put there would be gone at once. Start a container that uses it, then try again.',
			volumeName,
		),
	)
}
