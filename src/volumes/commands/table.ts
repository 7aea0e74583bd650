import { whenConnected } from '../../ui/parts.ts'
import type { VolumeParts } from '../parts.ts'
import { browseData } from './browseData.ts'
import { computeSize } from './computeSize.ts'
import { copyVolumeName } from './copyVolumeName.ts'
import { createVolume } from './createVolume.ts'
import { inspectVolume } from './inspectVolume.ts'
import { openFile } from './openFile.ts'
import { pruneVolumes } from './pruneVolumes.ts'
import { removeVolumes } from './removeVolumes.ts'

/** Commands on volumes. */
export function volumeCommands(parts: VolumeParts) {
	return {
		'longshore.volumes.browse': whenConnected(parts, browseData),
		'longshore.volumes.computeSize': whenConnected(parts, computeSize),
		'longshore.volumes.copyName': whenConnected(parts, copyVolumeName),
		'longshore.volumes.create': whenConnected(parts, createVolume),
		'longshore.volumes.inspect': whenConnected(parts, inspectVolume),
		'longshore.volumes.openFile': whenConnected(parts, openFile),
		'longshore.volumes.prune': whenConnected(parts, pruneVolumes),
		'longshore.volumes.remove': whenConnected(parts, removeVolumes),
	}
}
