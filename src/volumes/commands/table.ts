import { whenConnected } from '../../ui/parts.ts'
import type { VolumeParts } from '../parts.ts'
import { backUpVolumes } from './backUpVolumes.ts'
import { cloneVolume } from './cloneVolume.ts'
import { compareVolume } from './compareVolume.ts'
import { compareRestorePoint } from './compareRestorePoint.ts'
import { copyToEngine } from './copyToEngine.ts'
import { emptyVolumes } from './emptyVolumes.ts'
import { exportVolume } from './exportVolume.ts'
import { importVolume } from './importVolume.ts'
import { putBackRestorePoint } from './putBackRestorePoint.ts'
import { restoreFromImage } from './restoreFromImage.ts'
import { saveAsImage } from './saveAsImage.ts'
import { removeRestorePoints } from './removeRestorePoints.ts'
import { renameVolume } from './renameVolume.ts'
import { takeRestorePoint } from './takeRestorePoint.ts'
import { verifyBackup } from './verifyBackup.ts'
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
		'longshore.volumes.backUp': whenConnected(parts, backUpVolumes),
		'longshore.volumes.clone': whenConnected(parts, cloneVolume),
		'longshore.volumes.compare': whenConnected(parts, compareVolume),
		'longshore.volumes.compareRestorePoint': whenConnected(parts, compareRestorePoint),
		'longshore.volumes.copyToEngine': whenConnected(parts, copyToEngine),
		'longshore.volumes.empty': whenConnected(parts, emptyVolumes),
		'longshore.volumes.export': whenConnected(parts, exportVolume),
		'longshore.volumes.import': whenConnected(parts, importVolume),
		'longshore.volumes.putBackRestorePoint': whenConnected(parts, putBackRestorePoint),
		'longshore.volumes.removeRestorePoints': whenConnected(parts, removeRestorePoints),
		'longshore.volumes.restoreFromImage': whenConnected(parts, restoreFromImage),
		'longshore.volumes.saveAsImage': whenConnected(parts, saveAsImage),
		'longshore.volumes.rename': whenConnected(parts, renameVolume),
		'longshore.volumes.takeRestorePoint': whenConnected(parts, takeRestorePoint),
		'longshore.volumes.verifyBackup': (path?: unknown) => verifyBackup(parts, path),
	}
}
