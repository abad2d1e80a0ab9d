import { defineStrings, useStrings } from '@vestnik/ui/i18n';

/** Apart from those of the composer: loaded with the first recording. */
export const voiceStrings = defineStrings({
  ru: {
    slideToCancel: 'Сдвиньте в сторону, чтобы отменить, вверх — чтобы закрепить',
    releaseToCancel: 'Отпустите, чтобы отменить',
    recording: (time: string) => `Идёт запись: ${time}`,
    stopRecording: 'Остановить запись',
    cancelRecording: 'Удалить запись',
    sendVoice: 'Отправить голосовое сообщение',
    listen: 'Прослушать запись',
    allowMicrophone: 'Разрешите доступ к микрофону…',
    microphoneDenied: 'Нет доступа к микрофону. Разрешите его в настройках браузера.',
    microphoneMissing: 'Микрофон не найден.',
    recordingUnsupported: 'Этот браузер не умеет записывать звук.',
    recordingFailed: 'Не удалось записать звук.',
  },
  en: {
    slideToCancel: 'Slide sideways to cancel, up to lock',
    releaseToCancel: 'Release to cancel',
    recording: (time) => `Recording: ${time}`,
    stopRecording: 'Stop recording',
    cancelRecording: 'Delete the recording',
    sendVoice: 'Send the voice message',
    listen: 'Play the recording',
    allowMicrophone: 'Allow access to the microphone…',
    microphoneDenied: 'No access to the microphone. Allow it in the browser’s settings.',
    microphoneMissing: 'No microphone found.',
    recordingUnsupported: 'This browser cannot record sound.',
    recordingFailed: 'Could not record.',
  },
});

export type VoiceStrings = (typeof voiceStrings)['ru'];

export const useVoiceStrings = () => useStrings(voiceStrings);
