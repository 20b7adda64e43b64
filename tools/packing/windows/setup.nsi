; The setup of Windows, for the one who runs it: no administrator, nothing outside of their own
; folders and keys. Given: BUNDLE and OUT, folders of Linux; VERSION.
Unicode true
Target amd64-unicode
!define UNINSTALL "Software\Microsoft\Windows\CurrentVersion\Uninstall\Zimmerfrei"
SetCompressor /SOLID lzma
SetCompressorDictSize 64
Name "Zimmerfrei"
OutFile "${OUT}/Zimmerfrei-Setup.exe"
InstallDir "$LOCALAPPDATA\Programs\Zimmerfrei"
; An upgrade goes where the program is.
InstallDirRegKey HKCU "${UNINSTALL}" "InstallLocation"
RequestExecutionLevel user
ManifestDPIAware true
ManifestSupportedOS Win10
BrandingText "Zimmerfrei ${VERSION}"
VIProductVersion "${VERSION}.0"
VIAddVersionKey "ProductName" "Zimmerfrei"
VIAddVersionKey "FileDescription" "Zimmerfrei"
VIAddVersionKey "FileVersion" "${VERSION}"
VIAddVersionKey "ProductVersion" "${VERSION}"
VIAddVersionKey "LegalCopyright" "Zimmerfrei contributors, MIT"

!include MUI2.nsh
!include FileFunc.nsh
!include LogicLib.nsh
!include StrFunc.nsh
!include nsDialogs.nsh
!include WinVer.nsh

!define MUI_ICON "${ICON}"
!define MUI_UNICON "${ICON}"
!define MUI_ABORTWARNING
; Seconds for the end in order, uploads that are pending among it.
!define PATIENCE 20
; Of links that browsers hand to the program: LINK of app/services/system/starting.py.
!define SCHEME "Software\Classes\zimmerfrei"
!define RUN "Software\Microsoft\Windows\CurrentVersion\Run"

${StrStr}
${StrRep}
${UnStrRep}

Var desktopBox
Var loginBox
Var wantsDesktop
Var wantsLogin
Var forgets
Var wantsForgetting
Var seconds

Page custom askPlaces keepPlaces
!insertmacro MUI_PAGE_INSTFILES
!define MUI_FINISHPAGE_RUN "$INSTDIR\Zimmerfrei.exe"
!define MUI_FINISHPAGE_RUN_TEXT "$(START_NOW)"
!insertmacro MUI_PAGE_FINISH
UninstPage custom un.askData un.keepAnswer
!insertmacro MUI_UNPAGE_INSTFILES
; The first one stands for all languages that are not here.
!insertmacro MUI_LANGUAGE "English"
!insertmacro MUI_LANGUAGE "German"

LangString TITLE ${LANG_ENGLISH} "Install Zimmerfrei"
LangString TITLE ${LANG_GERMAN} "Zimmerfrei installieren"
LangString SUBTITLE ${LANG_ENGLISH} "For you alone; no administrator is needed."
LangString SUBTITLE ${LANG_GERMAN} "Nur für Sie; ein Administrator ist nicht nötig."
LangString PLACES ${LANG_ENGLISH} "Zimmerfrei comes into the start menu. Your data is kept apart from the program, in your own folders: a new version and an uninstallation leave it as it is."
LangString PLACES ${LANG_GERMAN} "Zimmerfrei kommt ins Startmenü. Ihre Daten liegen getrennt vom Programm in Ihren eigenen Ordnern: Eine neue Version und eine Deinstallation lassen sie, wie sie sind."
LangString ON_DESKTOP ${LANG_ENGLISH} "Also put it on the &desktop"
LangString ON_DESKTOP ${LANG_GERMAN} "Auch auf den &Desktop legen"
LangString AT_LOGIN ${LANG_ENGLISH} "&Start it when I sign in, so that portals can read my calendars whenever the PC is on"
LangString AT_LOGIN ${LANG_GERMAN} "Beim An&melden starten, damit Portale meine Kalender lesen können, sobald der PC an ist"
LangString START_NOW ${LANG_ENGLISH} "Start Zimmerfrei now"
LangString START_NOW ${LANG_GERMAN} "Zimmerfrei jetzt starten"
LangString STILL_RUNS ${LANG_ENGLISH} "Zimmerfrei is still running and does not end by itself. Please end it (also in the notification area), then try again."
LangString STILL_RUNS ${LANG_GERMAN} "Zimmerfrei läuft noch und beendet sich nicht von selbst. Bitte beenden Sie es (auch im Infobereich) und versuchen Sie es dann noch einmal."
LangString TOO_OLD ${LANG_ENGLISH} "Zimmerfrei needs Windows 10 or newer."
LangString TOO_OLD ${LANG_GERMAN} "Zimmerfrei braucht Windows 10 oder neuer."
LangString REMOVE_TITLE ${LANG_ENGLISH} "Remove Zimmerfrei"
LangString REMOVE_TITLE ${LANG_GERMAN} "Zimmerfrei entfernen"
LangString REMOVE_SUBTITLE ${LANG_ENGLISH} "What shall become of your data?"
LangString REMOVE_SUBTITLE ${LANG_GERMAN} "Was soll mit Ihren Daten geschehen?"
LangString DATA ${LANG_ENGLISH} "The program is removed. Your units, occupancies and backups stay in this folder, and are there again if you install Zimmerfrei anew:$\r$\n$\r$\n$LOCALAPPDATA\zimmerfrei"
LangString DATA ${LANG_GERMAN} "Das Programm wird entfernt. Ihre Einheiten, Belegungen und Sicherungen bleiben in diesem Ordner und sind wieder da, wenn Sie Zimmerfrei neu installieren:$\r$\n$\r$\n$LOCALAPPDATA\zimmerfrei"
LangString FORGET ${LANG_ENGLISH} "&Delete all my data as well, with all backups in that folder"
LangString FORGET ${LANG_GERMAN} "Auch alle meine Daten &löschen, samt allen Sicherungen in diesem Ordner"
LangString REALLY ${LANG_ENGLISH} "All units, occupancies, links and backups in this folder will be deleted for good:$\r$\n$\r$\n$LOCALAPPDATA\zimmerfrei$\r$\n$\r$\nDelete them?"
LangString REALLY ${LANG_GERMAN} "Alle Einheiten, Belegungen, Links und Sicherungen in diesem Ordner werden endgültig gelöscht:$\r$\n$\r$\n$LOCALAPPDATA\zimmerfrei$\r$\n$\r$\nLöschen?"

; Ends what runs of the program: asked first, then waited for. A file that may be written tells that
; nothing of it runs any more.
!macro END_PROGRAM un replace
; Asks all of this folder, window or not, to end in order: they wait for an event which they name as
; setup_event of app/services/system/asked_to_end.py does.
Function ${un}askToEnd
  StrCpy $0 $INSTDIR
  System::Call 'user32::CharLowerW(w r0r0) p'
  ${${replace}} $0 $0 "\" "/"
  StrCpy $0 "Local\Zimmerfrei.End.$0"
  System::Call 'kernel32::OpenEventW(i 2, i 0, w r0) p .r1'
  ${If} $1 P<> 0
    System::Call 'kernel32::SetEvent(p r1)'
    System::Call 'kernel32::CloseHandle(p r1)'
  ${EndIf}
FunctionEnd

Function ${un}endProgram
  StrCpy $seconds 0
  ${Do}
    ${IfNot} ${FileExists} "$INSTDIR\Zimmerfrei.exe"
      Return
    ${EndIf}
    ClearErrors
    FileOpen $0 "$INSTDIR\Zimmerfrei.exe" a
    ${IfNot} ${Errors}
      FileClose $0
      FileOpen $0 "$INSTDIR\zimmerfrei-cli.exe" a
      ${IfNot} ${Errors}
        FileClose $0
        Return
      ${EndIf}
    ${EndIf}
    ${If} $seconds <= ${PATIENCE}
      ; Each second: one that is only just starting does not hear it yet.
      Call ${un}askToEnd
    ${EndIf}
    ${If} $seconds = ${PATIENCE}
      ; The last resort: what hangs. What is saved is saved whole, or not at all.
      nsExec::Exec 'taskkill.exe /F /IM Zimmerfrei.exe /IM zimmerfrei-cli.exe'
      Pop $0
    ${ElseIf} $seconds > 30
      IfSilent 0 +3
        SetErrorLevel 3
        Abort
      MessageBox MB_RETRYCANCEL|MB_ICONEXCLAMATION "$(STILL_RUNS)" IDRETRY again
        SetErrorLevel 3
        Abort
      again:
      StrCpy $seconds -1
    ${EndIf}
    IntOp $seconds $seconds + 1
    Sleep 1000
  ${Loop}
FunctionEnd
!macroend
!insertmacro END_PROGRAM "" StrRep
!insertmacro END_PROGRAM "un." UnStrRep

Function .onInit
  ${IfNot} ${AtLeastWin10}
    MessageBox MB_OK|MB_ICONSTOP "$(TOO_OLD)" /SD IDOK
    SetErrorLevel 4
    Abort
  ${EndIf}
  ; As it was at the last installation; silently: /DESKTOP and /LOGIN.
  StrCpy $wantsDesktop 0
  StrCpy $wantsLogin 0
  ${If} ${FileExists} "$DESKTOP\Zimmerfrei.lnk"
    StrCpy $wantsDesktop 1
  ${EndIf}
  ReadRegStr $0 HKCU "${RUN}" "Zimmerfrei"
  ${If} $0 != ""
    StrCpy $wantsLogin 1
  ${EndIf}
  ${GetParameters} $1
  ClearErrors
  ${GetOptions} $1 "/DESKTOP" $2
  ${IfNot} ${Errors}
    StrCpy $wantsDesktop 1
  ${EndIf}
  ClearErrors
  ${GetOptions} $1 "/LOGIN" $2
  ${IfNot} ${Errors}
    StrCpy $wantsLogin 1
  ${EndIf}
FunctionEnd

Function askPlaces
  !insertmacro MUI_HEADER_TEXT "$(TITLE)" "$(SUBTITLE)"
  nsDialogs::Create 1018
  Pop $0
  ${NSD_CreateLabel} 0 0 100% 36u "$(PLACES)"
  Pop $0
  ${NSD_CreateCheckbox} 0 44u 100% 12u "$(ON_DESKTOP)"
  Pop $desktopBox
  ${NSD_SetState} $desktopBox $wantsDesktop
  ${NSD_CreateCheckbox} 0 62u 100% 20u "$(AT_LOGIN)"
  Pop $loginBox
  ${NSD_SetState} $loginBox $wantsLogin
  GetDlgItem $0 $HWNDPARENT 1
  SendMessage $0 ${WM_SETTEXT} 0 "STR:$(^InstallBtn)"
  nsDialogs::Show
FunctionEnd

Function keepPlaces
  ${NSD_GetState} $desktopBox $wantsDesktop
  ${NSD_GetState} $loginBox $wantsLogin
FunctionEnd

Section
  Call endProgram
  ; Of the version before nothing is left that the new one does not know.
  RMDir /r "$INSTDIR\_internal"
  SetOutPath "$INSTDIR"
  File /r "${BUNDLE}/*"
  WriteUninstaller "$INSTDIR\uninstall.exe"
  CreateShortcut "$SMPROGRAMS\Zimmerfrei.lnk" "$INSTDIR\Zimmerfrei.exe"
  ${If} $wantsDesktop = 1
    CreateShortcut "$DESKTOP\Zimmerfrei.lnk" "$INSTDIR\Zimmerfrei.exe"
  ${Else}
    Delete "$DESKTOP\Zimmerfrei.lnk"
  ${EndIf}
  ; What the program's own settings show and switch.
  ReadRegStr $0 HKCU "${RUN}" "Zimmerfrei"
  ${If} $wantsLogin = 0
    DeleteRegValue HKCU "${RUN}" "Zimmerfrei"
  ${ElseIf} $0 == ""
    ; Letter for letter as the program writes it, which shows the switch as on then.
    ${StrStr} $1 "$INSTDIR" " "
    ${If} $1 == ""
      WriteRegStr HKCU "${RUN}" "Zimmerfrei" "$INSTDIR\Zimmerfrei.exe --in-tray"
    ${Else}
      WriteRegStr HKCU "${RUN}" "Zimmerfrei" '"$INSTDIR\Zimmerfrei.exe" --in-tray'
    ${EndIf}
  ${EndIf}
  WriteRegStr HKCU "${SCHEME}" "" "URL:Zimmerfrei"
  WriteRegStr HKCU "${SCHEME}" "URL Protocol" ""
  WriteRegStr HKCU "${SCHEME}\DefaultIcon" "" '"$INSTDIR\Zimmerfrei.exe",0'
  WriteRegStr HKCU "${SCHEME}\shell\open\command" "" '"$INSTDIR\Zimmerfrei.exe" "%1"'
  WriteRegStr HKCU "${UNINSTALL}" "DisplayName" "Zimmerfrei"
  WriteRegStr HKCU "${UNINSTALL}" "DisplayVersion" "${VERSION}"
  WriteRegStr HKCU "${UNINSTALL}" "DisplayIcon" "$INSTDIR\Zimmerfrei.exe"
  WriteRegStr HKCU "${UNINSTALL}" "Publisher" "Zimmerfrei contributors"
  WriteRegStr HKCU "${UNINSTALL}" "InstallLocation" "$INSTDIR"
  WriteRegStr HKCU "${UNINSTALL}" "UninstallString" '"$INSTDIR\uninstall.exe"'
  WriteRegStr HKCU "${UNINSTALL}" "QuietUninstallString" '"$INSTDIR\uninstall.exe" /S'
  WriteRegDWORD HKCU "${UNINSTALL}" "NoModify" 1
  WriteRegDWORD HKCU "${UNINSTALL}" "NoRepair" 1
  ${GetSize} "$INSTDIR" "/S=0K" $0 $1 $2
  WriteRegDWORD HKCU "${UNINSTALL}" "EstimatedSize" $0
SectionEnd

Function un.onInit
  ; Silently nothing is deleted that nobody was asked about.
  StrCpy $wantsForgetting 0
FunctionEnd

Function un.askData
  !insertmacro MUI_HEADER_TEXT "$(REMOVE_TITLE)" "$(REMOVE_SUBTITLE)"
  nsDialogs::Create 1018
  Pop $0
  ${NSD_CreateLabel} 0 0 100% 52u "$(DATA)"
  Pop $0
  ${NSD_CreateCheckbox} 0 62u 100% 12u "$(FORGET)"
  Pop $forgets
  GetDlgItem $0 $HWNDPARENT 1
  SendMessage $0 ${WM_SETTEXT} 0 "STR:$(^UninstallBtn)"
  nsDialogs::Show
FunctionEnd

Function un.keepAnswer
  ${NSD_GetState} $forgets $wantsForgetting
  ${If} $wantsForgetting = 1
    MessageBox MB_YESNO|MB_ICONEXCLAMATION|MB_DEFBUTTON2 "$(REALLY)" IDYES +2
      Abort
  ${EndIf}
FunctionEnd

Section Uninstall
  Call un.endProgram
  RMDir /r "$INSTDIR\_internal"
  Delete "$INSTDIR\Zimmerfrei.exe"
  Delete "$INSTDIR\zimmerfrei-cli.exe"
  Delete "$INSTDIR\uninstall.exe"
  ; What somebody else has put there stays.
  RMDir "$INSTDIR"
  Delete "$SMPROGRAMS\Zimmerfrei.lnk"
  Delete "$DESKTOP\Zimmerfrei.lnk"
  DeleteRegValue HKCU "${RUN}" "Zimmerfrei"
  DeleteRegKey HKCU "${SCHEME}"
  DeleteRegKey HKCU "${UNINSTALL}"
  ${If} $wantsForgetting = 1
    RMDir /r "$LOCALAPPDATA\zimmerfrei"
  ${EndIf}
SectionEnd
