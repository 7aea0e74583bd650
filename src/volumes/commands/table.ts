import { whenConnected } from '../../ui/parts.ts'
import type { VolumeParts } from '../parts.ts'
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
import { removeVolumes } from './removeVolumes.ts'
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
		'longshore.volumes.deleteEntry': whenConnected(parts, deleteEntries),
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
		'longshore.volumes.remove': whenConnected(parts, removeVolumes),
		'longshore.volumes.renameEntry': whenConnected(parts, renameEntry),
		'longshore.volumes.unprotect': whenConnected(parts, unprotectVolume),
		'longshore.volumes.uploadFiles': whenConnected(parts, uploadFiles),
		'longshore.volumes.uploadFolder': whenConnected(parts, uploadFolder),
	}
}
