import { whenConnected, type Parts } from '../../ui/parts.ts'
import { copyContainerName } from './copyContainerName.ts'
import { inspectContainer } from './inspectContainer.ts'
import { removeContainers } from './removeContainers.ts'

/** Commands on containers, as far as volumes and networks need them. */
export function containerCommands(parts: Parts) {
	return {
		'longshore.containers.inspect': whenConnected(parts, inspectContainer),
		'longshore.containers.copyName': whenConnected(parts, copyContainerName),
		'longshore.containers.remove': whenConnected(parts, removeContainers),
	}
}
