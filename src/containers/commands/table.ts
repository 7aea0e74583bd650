import { whenConnected } from '../../ui/parts.ts'
import type { ContainerParts } from '../parts.ts'
import { changeStates } from './changeStates.ts'
import { copyContainerName } from './copyContainerName.ts'
import { inspectContainer } from './inspectContainer.ts'
import { moveToVolume } from './moveToVolume.ts'
import { openPort } from './openPort.ts'
import { openShell } from './openShell.ts'
import { openTemporaryFile } from './openTemporaryFile.ts'
import { pruneContainers } from './pruneContainers.ts'
import { removeContainers } from './removeContainers.ts'
import { revealOnHost } from './revealOnHost.ts'
import { showDataAtRisk } from './showDataAtRisk.ts'
import { showLogs } from './showLogs.ts'
import { showNetwork } from './showNetwork.ts'
import { showVolume } from './showVolume.ts'

/** Commands on containers. */
export function containerCommands(parts: ContainerParts) {
	return {
		'longshore.containers.copyName': whenConnected(parts, copyContainerName),
		'longshore.containers.inspect': whenConnected(parts, inspectContainer),
		'longshore.containers.moveToVolume': whenConnected(parts, moveToVolume),
		'longshore.containers.openPort': whenConnected(parts, openPort),
		'longshore.containers.openShell': whenConnected(parts, openShell),
		'longshore.containers.pause': whenConnected(parts, changeStates('pause')),
		'longshore.containers.openTemporaryFile': whenConnected(parts, openTemporaryFile),
		'longshore.containers.prune': whenConnected(parts, pruneContainers),
		'longshore.containers.remove': whenConnected(parts, removeContainers),
		'longshore.containers.restart': whenConnected(parts, changeStates('restart')),
		'longshore.containers.revealOnHost': whenConnected(parts, revealOnHost),
		'longshore.containers.showDataAtRisk': whenConnected(parts, showDataAtRisk),
		'longshore.containers.showLogs': whenConnected(parts, showLogs),
		'longshore.containers.showNetwork': whenConnected(parts, showNetwork),
		'longshore.containers.showVolume': whenConnected(parts, showVolume),
		'longshore.containers.start': whenConnected(parts, changeStates('start')),
		'longshore.containers.stop': whenConnected(parts, changeStates('stop')),
		'longshore.containers.unpause': whenConnected(parts, changeStates('unpause')),
	}
}
