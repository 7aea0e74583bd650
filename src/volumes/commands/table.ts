import { whenConnected as connecting, type Connected } from '../../ui/parts.ts'
import { dataFailure } from '../data/dataMessage.ts'
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
import { removeVolumes } from './removeVolumes.ts'
import { renameVolume } from './renameVolume.ts'
import { takeRestorePoint } from './takeRestorePoint.ts'
import { verifyBackup } from './verifyBackup.ts'
import { bySelection } from './bySelection.ts'
import { browseData } from './browseData.ts'
import { computeSize } from './computeSize.ts'
import { copyEntryPath } from './copyEntryPath.ts'
import { copyVolumeName } from './copyVolumeName.ts'
import { createVolume } from './createVolume.ts'
import { deleteEntries } from './deleteEntries.ts'
import { downloadEntries } from './downloadEntries.ts'
import { findInVolume } from './findInVolume.ts'
import { inspectVolume } from './inspectVolume.ts'
import { newFile } from './newFile.ts'
import { newFolder } from './newFolder.ts'
import { openFile } from './openFile.ts'
import { openTerminal } from './openTerminal.ts'
import { openWorkspaceFolder } from './openWorkspaceFolder.ts'
import { protectVolume, unprotectVolume } from './protectVolume.ts'
import { pruneVolumes } from './pruneVolumes.ts'
import { refreshData } from './refreshData.ts'
import { renameEntry } from './renameEntry.ts'
import { uploadFiles, uploadFolder } from './uploadFiles.ts'

/** Commands on volumes. */
export function volumeCommands(parts: VolumeParts) {
	return {
		'longshore.volumes.browse': whenConnected(parts, browseData),
		'longshore.volumes.computeSize': whenConnected(parts, computeSize),
		'longshore.volumes.copyName': whenConnected(parts, copyVolumeName),
		'longshore.volumes.copyPath': whenConnected(parts, copyEntryPath),
		'longshore.volumes.create': whenConnected(parts, createVolume),
		'longshore.volumes.deleteEntry': whenConnected(parts, bySelection(deleteEntries, { volume: removeVolumes })),
		'longshore.volumes.download': whenConnected(parts, downloadEntries),
		'longshore.volumes.find': whenConnected(parts, findInVolume),
		'longshore.volumes.inspect': whenConnected(parts, inspectVolume),
		'longshore.volumes.newFile': whenConnected(parts, newFile),
		'longshore.volumes.newFolder': whenConnected(parts, newFolder),
		'longshore.volumes.openFile': whenConnected(parts, openFile),
		'longshore.volumes.openTerminal': whenConnected(parts, openTerminal),
		'longshore.volumes.openWorkspaceFolder': whenConnected(parts, openWorkspaceFolder),
		'longshore.volumes.protect': whenConnected(parts, protectVolume),
		'longshore.volumes.prune': whenConnected(parts, pruneVolumes),
		'longshore.volumes.refreshData': whenConnected(parts, refreshData),
		'longshore.volumes.remove': whenConnected(parts, bySelection(removeVolumes, { entry: deleteEntries })),
		'longshore.volumes.renameEntry': whenConnected(parts, bySelection(renameEntry, { volume: renameVolume })),
		'longshore.volumes.unprotect': whenConnected(parts, unprotectVolume),
		'longshore.volumes.uploadFiles': whenConnected(parts, uploadFiles),
		'longshore.volumes.uploadFolder': whenConnected(parts, uploadFolder),
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
		'longshore.volumes.rename': whenConnected(parts, bySelection(renameVolume, { entry: renameEntry })),
		'longshore.volumes.takeRestorePoint': whenConnected(parts, takeRestorePoint),
		'longshore.volumes.verifyBackup': (path?: unknown) => verifyBackup(parts, path),
	}
}

/** What files refuse is said in the person's language. */
function whenConnected<A extends unknown[]>(
	parts: VolumeParts,
	run: (connected: Connected<VolumeParts>, ...rest: A) => Promise<void>,
): (...rest: A) => Promise<void> {
	return connecting(parts, async (connected: Connected<VolumeParts>, ...rest: A) => {
		try {
			await run(connected, ...rest)
		} catch (error) {
			throw dataFailure(error)
		}
	})
}
